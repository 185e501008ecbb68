using System.Text;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Administration;

/// <summary>What became of a change of a group.</summary>
public enum GroupResult
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was so already; nothing was written.</summary>
    Nothing,

    /// <summary>There is no such group or person (any more).</summary>
    NotFound,

    /// <summary>That is no name: empty, too long, or with characters that cannot be shown.</summary>
    NotAName,

    /// <summary>Another group has this name.</summary>
    NameTaken,

    /// <summary>Policy selects or excludes it.</summary>
    InUse,

    /// <summary>A group cannot stand in itself, near or far.</summary>
    Circle,

    /// <summary>It is a group of the organisation's directory, which says what it is called and who is in it.</summary>
    FromDirectory,

    /// <summary>The organisation's directory does not answer, or there is none.</summary>
    NoDirectory,
}

/// <summary>What was done to a group. The names are stored in the audit: they never change.</summary>
public enum GroupChange
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>It got another name.</summary>
    Renamed,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>Somebody became a member.</summary>
    MemberAdded,

    /// <summary>A membership ended.</summary>
    MemberRemoved,

    /// <summary>It was put into another group.</summary>
    Nested,

    /// <summary>It was taken out of another group.</summary>
    Unnested,

    /// <summary>A group of the organisation's directory was brought in.</summary>
    BroughtIn,
}

/// <summary>The groups by which policy says who may reset: the portal's own, and those of the organisation's directory that are brought in.</summary>
public sealed class GroupService(IGroups groups, IDirectoryGroups directory, IDirectorySyncStates syncs, IPolicyStore policies, IAuditLog audit, ITransaction transaction)
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int MaxName = 100;

    /// <summary>Longest name by which a group of the directory is looked for: a DN may be one.</summary>
    public const int MaxNameInDirectory = DirectorySettings.MaxName;

    /// <summary>Creates a group.</summary>
    /// <returns>What became of it, and the group.</returns>
    public async Task<(GroupResult Result, Guid Id)> CreateAsync(string? name, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        if (ReadName(name) is not { } text)
            return (GroupResult.NotAName, default);
        var group = new Group(Guid.NewGuid(), text);
        var result = await WriteAsync(group, GroupChange.Created, null, async () => await groups.TryAddAsync(group, cancellationToken) ? GroupResult.Done : GroupResult.NameTaken, actor, caller, cancellationToken);
        return (result, group.Id);
    }

    /// <summary>Brings in a group of the organisation's directory; its members are read at once.</summary>
    /// <returns>What became of it, and the group.</returns>
    public async Task<(GroupResult Result, Guid Id)> BringInAsync(string? name, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        if (name?.Trim() is not { Length: > 0 and <= MaxNameInDirectory } text || text.Any(char.IsControl) || text.EnumerateRunes().Contains(Rune.ReplacementChar))
            return (GroupResult.NotAName, default);
        Group? group;
        try
        {
            group = await directory.FindGroupAsync(text, cancellationToken);
        }
        catch (DirectoryUnreachableException)
        {
            return (GroupResult.NoDirectory, default);
        }

        if (group is null)
            return (GroupResult.NotFound, default);
        if (await groups.FindAsync(group.Id, cancellationToken) is not null)
            return (GroupResult.Done, group.Id);
        var result = await WriteAsync(group, GroupChange.BroughtIn, null, async () => await groups.TryAddAsync(group, cancellationToken) ? GroupResult.Done : GroupResult.NameTaken, actor, caller, cancellationToken);
        if (result == GroupResult.Done)
            await syncs.RequestAsync(mayRemove: 0, cancellationToken);
        return (result, group.Id);
    }

    /// <summary>Gives a group another name.</summary>
    public async Task<GroupResult> RenameAsync(Guid id, string? name, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        if (ReadName(name) is not { } text)
            return GroupResult.NotAName;
        if (await groups.FindAsync(id, cancellationToken) is not { } found)
            return GroupResult.NotFound;
        if (found.Group.IsFromDirectory)
            return GroupResult.FromDirectory;
        if (found.Group.Name == text)
            return GroupResult.Nothing;
        return await WriteAsync(new(id, text), GroupChange.Renamed, null, async () => await groups.TryRenameAsync(new(id, text), cancellationToken) ? GroupResult.Done : GroupResult.NameTaken, actor, caller, cancellationToken);
    }

    /// <summary>Deletes a group, unless policy uses it.</summary>
    public Task<GroupResult> DeleteAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken) => WithAsync(
        id,
        ofDirectory: true,
        group => WriteAsync(
            group,
            GroupChange.Deleted,
            null,
            // The policy is read when nobody can name the group any more.
            async () => !await groups.TryRemoveAsync(id, cancellationToken) ? GroupResult.NotFound
                : Uses((await policies.ReadAsync(cancellationToken)).Policy, id) ? GroupResult.InUse
                : GroupResult.Done,
            actor,
            caller,
            cancellationToken),
        cancellationToken);

    /// <summary>Makes somebody a member.</summary>
    public Task<GroupResult> AddMemberAsync(Guid id, Guid userId, Actor actor, Caller caller, CancellationToken cancellationToken) => WithAsync(
        id, ofDirectory: false, group => WriteAsync(group, GroupChange.MemberAdded, userId, async () => await groups.TryAddMemberAsync(id, userId, cancellationToken) ? GroupResult.Done : GroupResult.Nothing, actor, caller, cancellationToken), cancellationToken);

    /// <summary>Ends a membership.</summary>
    public Task<GroupResult> RemoveMemberAsync(Guid id, Guid userId, Actor actor, Caller caller, CancellationToken cancellationToken) => WithAsync(
        id, ofDirectory: false, group => WriteAsync(group, GroupChange.MemberRemoved, userId, async () => await groups.TryRemoveMemberAsync(id, userId, cancellationToken) ? GroupResult.Done : GroupResult.Nothing, actor, caller, cancellationToken), cancellationToken);

    /// <summary>Puts a group into another: its members are members of that one too.</summary>
    public async Task<GroupResult> NestAsync(Guid id, string? parentName, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        if (await groups.NamedAsync(parentName, cancellationToken) is not { } parent)
            return GroupResult.NotFound;
        if (parent.IsFromDirectory)
            return GroupResult.FromDirectory;
        return await WithAsync(
            id,
            ofDirectory: false,
            group => WriteAsync(
                group,
                GroupChange.Nested,
                null,
                async () => await groups.NestAsync(id, parent.Id, cancellationToken) switch
                {
                    NestResult.Done => GroupResult.Done,
                    NestResult.Circle => GroupResult.Circle,
                    NestResult.NotFound => GroupResult.NotFound,
                },
                actor,
                caller,
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Takes a group out of another.</summary>
    public Task<GroupResult> UnnestAsync(Guid id, Guid parentId, Actor actor, Caller caller, CancellationToken cancellationToken) => WithAsync(
        id, ofDirectory: false, group => WriteAsync(group, GroupChange.Unnested, null, async () => await groups.TryUnnestAsync(id, parentId, cancellationToken) ? GroupResult.Done : GroupResult.Nothing, actor, caller, cancellationToken), cancellationToken);

    /// <summary>Whether policy selects or excludes a group.</summary>
    public static bool Uses(SsprPolicy policy, Guid id)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.SelectedGroups.Contains(id) || policy.ExcludedGroups.Contains(id);
    }

    private static string? ReadName(string? typed) => typed?.Trim() is { Length: > 0 and <= MaxName } name && UserNames.Normalize(name) is not null ? name : null;

    private async Task<GroupResult> WithAsync(Guid id, bool ofDirectory, Func<Group, Task<GroupResult>> change, CancellationToken cancellationToken) =>
        await groups.FindAsync(id, cancellationToken) is not { } found ? GroupResult.NotFound
        : found.Group.IsFromDirectory && !ofDirectory ? GroupResult.FromDirectory
        : await change(found.Group);

    // Subject is the member; the group is what the entries of one group have in common.
    private async Task<GroupResult> WriteAsync(Group group, GroupChange what, Guid? member, Func<Task<GroupResult>> change, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var result = GroupResult.Nothing;
        await transaction.TryAsync(
            async () =>
            {
                result = await change();
                if (result != GroupResult.Done)
                    return false;
                await audit.WriteAsync(new(AuditCode.GroupChanged, member, group.Id, caller.Address, Reason: group.Name, Stage: what.ToString(), ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return result;
    }
}
