using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Accounts;

internal sealed class Groups(PortalDbContext context) : IGroups
{
    public async Task<FoundGroups> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken)
    {
        var folded = (text ?? "").Trim().ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database folds the case.
        var found = await Named(context.Groups.Where(group => group.Name.ToUpper().StartsWith(folded)).OrderBy(group => group.Name).Take(atMost + 1)).ToListAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862
        return new([.. found.Take(atMost)], found.Count > atMost ? found[atMost - 1].Name : null);
    }

    public async Task<IReadOnlyList<Group>> ListAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await Named(context.Groups.Where(group => ids.Contains(group.Id)).OrderBy(group => group.Name)).ToListAsync(cancellationToken);

    private static IQueryable<Group> Named(IQueryable<PortalGroup> groups) => groups.Select(group => new Group(group.Id, group.Name));
}
