namespace SsprPortal.Core.Administration;

/// <summary>A group of accounts.</summary>
/// <param name="Id">The group, for good.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsFromDirectory">Whether it is one of the organisation's directory, which says who is in it.</param>
public sealed record Group(Guid Id, string Name, bool IsFromDirectory = false);

/// <summary>A page of groups.</summary>
/// <param name="Groups">In the order of their names.</param>
/// <param name="Next">What the next page is asked for with; null when this is the last.</param>
public sealed record FoundGroups(IReadOnlyList<Group> Groups, string? Next);

/// <summary>A group with the groups around it.</summary>
/// <param name="Group">The group.</param>
/// <param name="StandsIn">The groups it stands in, directly.</param>
/// <param name="Holds">The groups that stand in it, directly.</param>
public sealed record GroupFile(Group Group, IReadOnlyList<Group> StandsIn, IReadOnlyList<Group> Holds);

/// <summary>A group that somebody belongs to.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsDirect">Whether as a member; otherwise by a group that stands in it.</param>
public sealed record GroupOfPerson(Group Group, bool IsDirect);

/// <summary>What became of putting a group into another.</summary>
public enum NestResult
{
    /// <summary>It stands in it now, or did so already.</summary>
    Done,

    /// <summary>The other stands in it, near or far: that would be a circle.</summary>
    Circle,

    /// <summary>One of them is gone.</summary>
    NotFound,
}

/// <summary>The groups in the database. Names are compared without regard to capitals and width.</summary>
public interface IGroups
{
    /// <summary>Groups whose name begins with a text; all of them without one. One statement.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="after"><see cref="FoundGroups.Next"/> of the page before; null, or what is none, for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<FoundGroups> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken);

    /// <summary>A group with the groups around it; null when there is none.</summary>
    Task<GroupFile?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The group of exactly this name; null when there is none.</summary>
    Task<Group?> NamedAsync(string? name, CancellationToken cancellationToken);

    /// <summary>These groups, as far as they are there.</summary>
    Task<IReadOnlyList<Group>> ListAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Every group that somebody belongs to.</summary>
    Task<IReadOnlyList<GroupOfPerson>> OfPersonAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>The direct members of a group, in the order of their accounts' ids.</summary>
    /// <param name="id">The group.</param>
    /// <param name="after"><see cref="FoundPeople.Next"/> of the page before; null, or what is none, for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<FoundPeople> MembersAsync(Guid id, string? after, int atMost, CancellationToken cancellationToken);

    /// <summary>Which of these people are direct members of a group.</summary>
    Task<IReadOnlySet<Guid>> MembersAmongAsync(Guid id, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>How many of these groups there are. Belongs into a transaction: none of them is deleted before it ends.</summary>
    Task<int> HoldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Writes a new group. False when another has this name.</summary>
    Task<bool> TryAddAsync(Group group, CancellationToken cancellationToken);

    /// <summary>Gives a group another name. False when another has it, or the group is gone.</summary>
    Task<bool> TryRenameAsync(Group group, CancellationToken cancellationToken);

    /// <summary>Deletes a group with its memberships and its place among the others. True for exactly one caller. Belongs into a transaction.</summary>
    Task<bool> TryRemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Makes somebody a member. False when they are already, or one of the two is gone.</summary>
    Task<bool> TryAddMemberAsync(Guid id, Guid userId, CancellationToken cancellationToken);

    /// <summary>Ends a membership. False when there is none.</summary>
    Task<bool> TryRemoveMemberAsync(Guid id, Guid userId, CancellationToken cancellationToken);

    /// <summary>Puts a group into another. Belongs into a transaction: whoever changes the nesting waits for the one before.</summary>
    Task<NestResult> NestAsync(Guid id, Guid parentId, CancellationToken cancellationToken);

    /// <summary>Takes a group out of another; see <see cref="NestAsync"/>. False when it does not stand in it.</summary>
    Task<bool> TryUnnestAsync(Guid id, Guid parentId, CancellationToken cancellationToken);
}
