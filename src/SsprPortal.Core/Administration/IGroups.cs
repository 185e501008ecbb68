namespace SsprPortal.Core.Administration;

/// <summary>A group of the portal's own accounts.</summary>
/// <param name="Id">The group, for good.</param>
/// <param name="Name">Its name.</param>
public sealed record Group(Guid Id, string Name);

/// <summary>A page of groups.</summary>
/// <param name="Groups">In the order of their names.</param>
/// <param name="Next">What the next page is asked for with; null when this is the last.</param>
public sealed record FoundGroups(IReadOnlyList<Group> Groups, string? Next);

/// <summary>The groups in the database. Names are compared without regard to capitals and width.</summary>
public interface IGroups
{
    /// <summary>Groups whose name begins with a text; all of them without one. One statement.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="after"><see cref="FoundGroups.Next"/> of the page before; null, or what is none, for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<FoundGroups> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken);

    /// <summary>These groups, as far as they are there.</summary>
    Task<IReadOnlyList<Group>> ListAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}
