namespace SsprPortal.Core.Administration;

/// <summary>A group in a list.</summary>
/// <param name="Id">The group.</param>
/// <param name="Name">Its name.</param>
public sealed record GroupName(Guid Id, string Name);

/// <summary>The groups there are, for the pages that choose among them.</summary>
public interface IGroups
{
    /// <summary>Groups whose names begin so, in whatever case, in the order of their names.</summary>
    /// <param name="prefix">The beginning; empty lists the first ones.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<GroupName>> ListAsync(string prefix, int atMost, CancellationToken cancellationToken);

    /// <summary>Those of these groups that there are, in the order of their names.</summary>
    Task<IReadOnlyList<GroupName>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}
