using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Reporting;

internal sealed class PopulationStore(PortalDbContext context) : IPopulation
{
    public async Task<IReadOnlyList<PeopleAlike>> AlikeAsync(CancellationToken cancellationToken)
    {
        var rows = await context.PeopleAlike.AsNoTracking().Where(row => row.Count > 0).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new PeopleAlike(row.Id, Groups(row), Known(row), row.Enabled, row.HoldsRole, row.Count))];
    }

    public async Task<IReadOnlyList<PersonName>> ListAsync(IReadOnlyCollection<long> alike, string? after, int atMost, CancellationToken cancellationToken)
    {
        // The first few of each row by its index, then the first few of those: what a page costs does not grow with the people.
#pragma warning disable CA1309 // The database compares, by code points.
        var found = await context.PeopleAlike.Where(row => alike.Contains(row.Id))
            .SelectMany(row => context.PersonProfiles.Where(person => person.AlikeId == row.Id && (after == null || string.Compare(person.Name, after) > 0)).OrderBy(person => person.Name).Take(atMost))
#pragma warning restore CA1309
            .OrderBy(person => person.Name)
            .Take(atMost)
            .Join(context.Users, person => person.UserId, user => user.Id, (person, user) => new { user.Id, user.UserName, user.DisplayName, person.Name })
            .OrderBy(person => person.Name)
            .ToListAsync(cancellationToken);
        return [.. found.Select(person => new PersonName(person.Id, person.UserName!, person.DisplayName, person.Name))];
    }

    /// <summary>The groups of a row.</summary>
    internal static IReadOnlySet<Guid> Groups(PeopleAlikeRow row) => Parts(row.Groups).Select(Guid.Parse).ToHashSet();

    private static List<KnownKind> Known(PeopleAlikeRow row) =>
    [
        .. Parts(row.Known).Select(part => part.Split(':')).Select(part => new KnownKind(part[0], int.Parse(part[1], CultureInfo.InvariantCulture), part[2] == PersonProfile.Stored)),
    ];

    private static string[] Parts(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
