using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Accounts;

/// <summary>Reads everybody: stands in until what is kept up to date takes its place.</summary>
internal sealed class PopulationByReading(PortalDbContext context) : IPopulation
{
    public async Task<IReadOnlyList<PeopleAlike>> AlikeAsync(CancellationToken cancellationToken) =>
        [.. (await GroupsAsync(cancellationToken)).Select((alike, id) => alike.People with { Id = id, Count = alike.Names.Count })];

    public async Task<IReadOnlyList<PersonName>> ListAsync(IReadOnlyCollection<long> alike, string? after, int atMost, CancellationToken cancellationToken) =>
    [
        .. (await GroupsAsync(cancellationToken)).Where((_, id) => alike.Contains(id)).SelectMany(each => each.Names)
            .Where(name => after is null || string.CompareOrdinal(name.Key, after) > 0).OrderBy(name => name.Key, StringComparer.Ordinal).Take(atMost),
    ];

    private async Task<List<(PeopleAlike People, List<PersonName> Names)>> GroupsAsync(CancellationToken cancellationToken)
    {
        var groups = (await context.GroupMembers.Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (member, ancestor) => new { member.UserId, ancestor.AncestorId }).ToListAsync(cancellationToken)).ToLookup(each => each.UserId, each => each.AncestorId);
        var kinds = (await context.RegisteredMethods.Select(row => new { row.UserId, row.Kind, row.Gates }).ToListAsync(cancellationToken)).ToLookup(each => each.UserId);
        var roles = (await context.UserRoles.Select(held => held.UserId).ToListAsync(cancellationToken)).ToHashSet();
        return
        [
            .. from user in await context.Users.AsNoTracking().OrderBy(user => user.NormalizedUserName).ToListAsync(cancellationToken)
               let known = kinds[user.Id].GroupBy(each => each.Kind, each => each.Gates).Select(each => new KnownKind(each.Key, each.Max(), true)).Concat(user.PhoneNumber is null ? [] : [new("office", 1, false)]).OrderBy(each => each.Kind).ToList()
               let own = groups[user.Id].ToHashSet()
               group (People: new PeopleAlike(0, own, known, user.Enabled, roles.Contains(user.Id), 0), Name: new PersonName(user.Id, user.UserName!, user.DisplayName, user.NormalizedUserName!))
                   by $"{user.Enabled} {roles.Contains(user.Id)} {string.Join(',', own.Order())} {string.Join(',', known)}" into same
               orderby same.Key
               select (same.First().People, same.Select(each => each.Name).ToList()),
        ];
    }
}
