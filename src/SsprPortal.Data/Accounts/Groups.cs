using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

// Compared by the database, in the order of the column.
#pragma warning disable CA1309

namespace SsprPortal.Data.Accounts;

internal sealed class Groups(PortalDbContext context, DatabaseErrors errors) : IGroups
{
    public async Task<FoundGroups> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken)
    {
        var prefix = UserTerms.Normalize(text);
        if (prefix is null && !string.IsNullOrWhiteSpace(text))
            return new([], null);
        var (last, until) = (PageKey.Read(after)?.Text ?? "", prefix is null ? null : UserTerms.After(prefix));
        var from = prefix ?? "";
        var found = await context.Groups
            .Where(group => string.Compare(group.NormalizedName, from) >= 0 && string.Compare(group.NormalizedName, last) > 0 && (until == null || string.Compare(group.NormalizedName, until) < 0))
            .OrderBy(group => group.NormalizedName)
            .Take(atMost + 1)
            .Select(group => new { group.NormalizedName, Group = new Group(group.Id, group.Name, group.IsFromDirectory) })
            .ToListAsync(cancellationToken);
        return new([.. found.Take(atMost).Select(each => each.Group)], found.Count > atMost ? PageKey.Write(found[atMost - 1].NormalizedName, Guid.Empty) : null);
    }

    public Task<GroupFile?> FindAsync(Guid id, CancellationToken cancellationToken) => context.Groups.Where(group => group.Id == id)
        .Select(group => new GroupFile(
            new(group.Id, group.Name, group.IsFromDirectory),
            context.GroupNestings.Where(nesting => nesting.GroupId == id).Join(context.Groups, nesting => nesting.ParentId, parent => parent.Id, (_, parent) => parent).OrderBy(parent => parent.NormalizedName).Select(parent => new Group(parent.Id, parent.Name, parent.IsFromDirectory)).ToList(),
            context.GroupNestings.Where(nesting => nesting.ParentId == id).Join(context.Groups, nesting => nesting.GroupId, child => child.Id, (_, child) => child).OrderBy(child => child.NormalizedName).Select(child => new Group(child.Id, child.Name, child.IsFromDirectory)).ToList()))
        .AsSplitQuery()
        .AsNoTracking()
        .SingleOrDefaultAsync(cancellationToken);

    public async Task<Group?> NamedAsync(string? name, CancellationToken cancellationToken) => UserTerms.Normalize(name) is { } normalized
        ? await context.Groups.Where(group => group.NormalizedName == normalized).Select(group => new Group(group.Id, group.Name, group.IsFromDirectory)).SingleOrDefaultAsync(cancellationToken)
        : null;

    public async Task<IReadOnlyList<Group>> ListAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await context.Groups.Where(group => ids.Contains(group.Id)).OrderBy(group => group.NormalizedName).Select(group => new Group(group.Id, group.Name, group.IsFromDirectory)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<GroupOfPerson>> OfPersonAsync(Guid userId, CancellationToken cancellationToken)
    {
        var found = await context.Groups
            .Where(group => context.GroupMembers.Where(member => member.UserId == userId).Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (_, ancestor) => ancestor.AncestorId).Contains(group.Id))
            .OrderBy(group => group.NormalizedName)
            .Select(group => new { Group = new Group(group.Id, group.Name, group.IsFromDirectory), IsDirect = context.GroupMembers.Any(member => member.UserId == userId && member.GroupId == group.Id) })
            .ToListAsync(cancellationToken);
        return [.. found.Select(each => new GroupOfPerson(each.Group, each.IsDirect))];
    }

    public async Task<FoundPeople> MembersAsync(Guid id, string? after, int atMost, CancellationToken cancellationToken)
    {
        var last = PageKey.Read(after)?.Id ?? Guid.Empty;
        var found = await context.GroupMembers.Where(member => member.GroupId == id && member.UserId.CompareTo(last) > 0).OrderBy(member => member.UserId).Take(atMost + 1)
            .Join(context.Users, member => member.UserId, user => user.Id, (_, user) => user)
            .OrderBy(user => user.Id)
            .Select(user => new FoundPerson(user.Id, user.UserName!, user.DisplayName, user.Email, user.Enabled))
            .ToListAsync(cancellationToken);
        return new([.. found.Take(atMost)], found.Count > atMost ? PageKey.Write("", found[atMost - 1].Id) : null);
    }

    public async Task<IReadOnlySet<Guid>> MembersAmongAsync(Guid id, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) =>
        (await context.GroupMembers.Where(member => member.GroupId == id && people.Contains(member.UserId)).Select(member => member.UserId).ToListAsync(cancellationToken)).ToHashSet();

    public Task<int> HoldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        context.Groups.Where(group => ids.Contains(group.Id)).ExecuteUpdateAsync(set => set.SetProperty(group => group.Name, group => group.Name), cancellationToken);

    public Task<bool> TryAddAsync(Group group, CancellationToken cancellationToken)
    {
        context.AddGroup(new() { Id = group.Id, Name = group.Name, IsFromDirectory = group.IsFromDirectory });
        return errors.TryInsertAsync(context, cancellationToken);
    }

    public async Task<bool> TryRenameAsync(Group group, CancellationToken cancellationToken)
    {
        if (UserTerms.Normalize(group.Name) is not { } normalized || await context.Groups.SingleOrDefaultAsync(row => row.Id == group.Id, cancellationToken) is not { } row)
            return false;
        (row.Name, row.NormalizedName) = (group.Name, normalized);
        return await errors.TryInsertAsync(context, cancellationToken);
    }

    public async Task<bool> TryRemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        var below = await BelowAsync(id, cancellationToken);
        await context.GroupNestings.Where(nesting => nesting.GroupId == id || nesting.ParentId == id).ExecuteDeleteAsync(cancellationToken);
        await RewriteAsync(below, cancellationToken);
        await context.GroupAncestors.Where(row => row.GroupId == id).ExecuteDeleteAsync(cancellationToken);
        return await context.Groups.Where(group => group.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    public async Task<bool> TryAddMemberAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (!await context.Users.AnyAsync(user => user.Id == userId, cancellationToken))
            return false;
        context.GroupMembers.Add(new() { GroupId = id, UserId = userId });
        return await errors.TryInsertAsync(context, cancellationToken);
    }

    public async Task<bool> TryRemoveMemberAsync(Guid id, Guid userId, CancellationToken cancellationToken) =>
        await context.GroupMembers.Where(member => member.GroupId == id && member.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 1;

    public async Task<NestResult> NestAsync(Guid id, Guid parentId, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        if (await context.Groups.CountAsync(group => group.Id == id || group.Id == parentId, cancellationToken) != (id == parentId ? 1 : 2))
            return NestResult.NotFound;
        if (await context.GroupAncestors.AnyAsync(row => row.GroupId == parentId && row.AncestorId == id, cancellationToken))
            return NestResult.Circle;
        if (await context.GroupNestings.AnyAsync(nesting => nesting.GroupId == id && nesting.ParentId == parentId, cancellationToken))
            return NestResult.Done;
        context.GroupNestings.Add(new() { GroupId = id, ParentId = parentId });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        await RewriteAsync(await BelowAsync(id, cancellationToken), cancellationToken);
        return NestResult.Done;
    }

    public async Task<bool> TryUnnestAsync(Guid id, Guid parentId, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        if (await context.GroupNestings.Where(nesting => nesting.GroupId == id && nesting.ParentId == parentId).ExecuteDeleteAsync(cancellationToken) != 1)
            return false;
        await RewriteAsync(await BelowAsync(id, cancellationToken), cancellationToken);
        return true;
    }

    // Two who nest at one time could close a circle that neither sees: the second waits for the first, on the rows of all groups.
    private Task<int> WaitAsync(CancellationToken cancellationToken) => context.Groups.ExecuteUpdateAsync(set => set.SetProperty(group => group.Name, group => group.Name), cancellationToken);

    // The group itself, and whatever stands in it: those whose ancestors change with its.
    private Task<List<Guid>> BelowAsync(Guid id, CancellationToken cancellationToken) => context.GroupAncestors.Where(row => row.AncestorId == id).Select(row => row.GroupId).ToListAsync(cancellationToken);

    private async Task RewriteAsync(List<Guid> groups, CancellationToken cancellationToken)
    {
        var parents = (await context.GroupNestings.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(nesting => nesting.GroupId, nesting => nesting.ParentId);
        await context.GroupAncestors.Where(row => groups.Contains(row.GroupId)).ExecuteDeleteAsync(cancellationToken);
        foreach (var group in groups)
        {
            var ancestors = new HashSet<Guid> { group };
            for (var next = new Queue<Guid>(ancestors); next.TryDequeue(out var each);)
            {
                foreach (var parent in parents[each].Where(ancestors.Add))
                    next.Enqueue(parent);
            }

            context.GroupAncestors.AddRange(ancestors.Select(ancestor => new GroupAncestor { GroupId = group, AncestorId = ancestor }));
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
