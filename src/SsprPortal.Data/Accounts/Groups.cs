using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Accounts;

internal sealed class Groups(PortalDbContext context) : IGroups
{
    public async Task<IReadOnlyList<GroupName>> ListAsync(string prefix, int atMost, CancellationToken cancellationToken)
    {
        // There are few groups beside people: their names are looked through.
        var folded = prefix.Trim().ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database folds the case.
        return await Names(context.Groups.Where(group => group.Name.ToUpper().StartsWith(folded)).OrderBy(group => group.Name).Take(atMost)).ToListAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862
    }

    public async Task<IReadOnlyList<GroupName>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await Names(context.Groups.Where(group => ids.Contains(group.Id)).OrderBy(group => group.Name)).ToListAsync(cancellationToken);

    private static IQueryable<GroupName> Names(IQueryable<PortalGroup> groups) => groups.Select(group => new GroupName(group.Id, group.Name));
}
