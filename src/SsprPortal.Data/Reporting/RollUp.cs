using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Auditing;

namespace SsprPortal.Data.Reporting;

/// <summary>
/// Follows the sealed audit and keeps the figures of the reports: what happened in each hour, and who is like whom (docs/adr/0018).
/// On many instances: each batch begins by moving the version of one row, and whoever is overtaken writes nothing and looks again.
/// </summary>
internal sealed class RollUp(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RollUp> logger) : RecurringWork(scopes, TimeSpan.FromSeconds(5), clock, logger)
{
    internal const int Batch = 1000;

    /// <summary>Numbers from here on are acts of administrators: how many is counted, not what of.</summary>
    private const int Administrative = 4000;

    private const string RecoveryCodes = "codes";

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Both in turns: while everybody is looked at, what happens is counted too.
        while (await FollowAsync(services, cancellationToken) | await SweepAsync(services, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Counts the next entries of the audit.</summary>
    /// <returns>Whether there may be more.</returns>
    private static async Task<bool> FollowAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (context, profiles) = (services.GetRequiredService<PortalDbContext>(), services.GetRequiredService<PersonProfiles>());
        var basis = await profiles.BasisAsync(cancellationToken);
        var overtaken = false;
        return await services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                overtaken = false;
                var state = await context.RollUps.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
                if (state is null)
                {
                    context.RollUps.Add(new() { Version = 0, SealNumber = 0, Basis = basis });
                    context.ProfileSweeps.Add(new());
                    await services.GetRequiredService<DatabaseErrors>().TryInsertAsync(context, cancellationToken);
                    return true;
                }

                var entries = await context.Audit.AsNoTracking().Where(row => row.SealNumber > state.SealNumber).OrderBy(row => row.SealNumber).Take(Batch).ToListAsync(cancellationToken);
                if (entries.Count == 0 && state.Basis == basis)
                    return false;
                var upTo = entries.Count == 0 ? state.SealNumber : entries[^1].SealNumber!.Value;
                if (await context.RollUps.Where(row => row.Version == state.Version).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Version, state.Version + 1).SetProperty(row => row.SealNumber, upTo).SetProperty(row => row.Basis, basis), cancellationToken) != 1)
                {
                    overtaken = true;
                    return false;
                }

                await CountAsync(context, entries, cancellationToken);
                await NoteSweepsAsync(context, entries, everybody: state.Basis != basis, cancellationToken);
                var changed = entries.Where(ChangesPerson).Select(entry => entry.SubjectId!.Value).Distinct().ToList();
                if (changed.Count > 0)
                    await profiles.RefreshAsync(changed, cancellationToken);
                return true;
            },
            cancellationToken) || overtaken;
    }

    private static async Task CountAsync(PortalDbContext context, List<AuditRow> entries, CancellationToken cancellationToken)
    {
        var counts = entries.CountBy(Counted).ToDictionary();
        var hours = counts.Keys.Select(key => key.Hour).Distinct().ToList();
        foreach (var row in await context.HourlyCounts.Where(row => hours.Contains(row.Hour)).ToListAsync(cancellationToken))
        {
            if (counts.Remove((row.Hour, row.Code, row.MethodId, row.Stage, row.Reason), out var more))
                row.Count += more;
        }

        context.HourlyCounts.AddRange(counts.Select(each => new HourlyCountRow
        {
            Hour = each.Key.Hour,
            Code = each.Key.Code,
            MethodId = each.Key.MethodId,
            Stage = each.Key.Stage,
            Reason = each.Key.Reason,
            Count = each.Value,
        }));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    private static (DateTimeOffset Hour, AuditCode Code, string MethodId, string Stage, string Reason) Counted(AuditRow entry)
    {
        var hour = new DateTimeOffset(entry.At.UtcTicks - (entry.At.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        return (int)entry.Code >= Administrative
            ? (hour, entry.Code, "", "", "")
            : (hour, entry.Code, entry.MethodId ?? "", entry.Stage ?? "", Short(entry.Reason));
    }

    private static string Short(string? reason) => reason is null ? "" : reason[..Math.Min(reason.Length, Configurations.Lengths.Name)].TrimEnd();

    private static bool ChangesPerson(AuditRow entry) => entry.SubjectId is not null && entry.Code switch
    {
        AuditCode.MethodRegistered or AuditCode.MethodChanged or AuditCode.MethodRemoved or AuditCode.RegistrationRequired => true,
        AuditCode.AccountCreated or AuditCode.AccountChanged or AuditCode.AccountDeleted or AuditCode.AccountGone or AuditCode.RoleChanged or AuditCode.GroupChanged or AuditCode.SetupCompleted => true,
        // The last recovery code may be used up.
        AuditCode.GatePassed or AuditCode.ProofPassed => entry.MethodId == RecoveryCodes,
        _ => false,
    };

    // Whoever joins or leaves a group is the subject of the entry; where there is none, it concerns all of the group, which is what the
    // entries of a group have in common.
    private static async Task NoteSweepsAsync(PortalDbContext context, List<AuditRow> entries, bool everybody, CancellationToken cancellationToken)
    {
        if (everybody)
            context.ProfileSweeps.Add(new());
        else
            context.ProfileSweeps.AddRange(entries.Where(entry => entry is { Code: AuditCode.GroupChanged, SubjectId: null }).Select(entry => entry.CorrelationId).Distinct().Select(group => new ProfileSweepRow { GroupId = group }));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <summary>Looks at the next people who are to be looked at.</summary>
    /// <returns>Whether there may be more.</returns>
    private static async Task<bool> SweepAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (context, profiles) = (services.GetRequiredService<PortalDbContext>(), services.GetRequiredService<PersonProfiles>());
        var overtaken = false;
        return await services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                overtaken = false;
                if (await context.ProfileSweeps.AsNoTracking().OrderBy(row => row.Id).FirstOrDefaultAsync(cancellationToken) is not { } sweep)
                    return false;
                var version = await context.RollUps.Select(row => row.Version).SingleAsync(cancellationToken);
                if (await context.RollUps.Where(row => row.Version == version).ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, version + 1), cancellationToken) != 1)
                {
                    overtaken = true;
                    return false;
                }

                var people = await NextAsync(context, sweep, cancellationToken);
                if (people.Count > 0)
                    await profiles.RefreshAsync(people, cancellationToken);
                var unmoved = context.ProfileSweeps.Where(row => row.Id == sweep.Id && row.After == sweep.After);
                var moved = people.Count < Batch
                    ? await unmoved.ExecuteDeleteAsync(cancellationToken)
                    : await unmoved.ExecuteUpdateAsync(set => set.SetProperty(row => row.After, people[^1]), cancellationToken);
                overtaken = moved != 1;
                return !overtaken;
            },
            cancellationToken) || overtaken;
    }

    // In the order of the database, which is not that of .NET on SQL Server.
    private static async Task<List<Guid>> NextAsync(PortalDbContext context, ProfileSweepRow sweep, CancellationToken cancellationToken)
    {
        if (sweep.People is { } named)
            return [.. named.Chunk(16).Select(bytes => new Guid(bytes))];
        var after = sweep.After ?? Guid.Empty;
        if (sweep.GroupId is not { } group)
            return await context.Users.Where(user => user.Id.CompareTo(after) > 0).OrderBy(user => user.Id).Take(Batch).Select(user => user.Id).ToListAsync(cancellationToken);
        var stood = (await context.PeopleAlike.AsNoTracking().ToListAsync(cancellationToken)).Where(row => PopulationStore.Groups(row).Contains(group)).Select(row => row.Id).ToList();
        var belonged = context.PeopleAlike.Where(row => stood.Contains(row.Id))
            .SelectMany(row => context.PersonProfiles.Where(person => person.AlikeId == row.Id && person.UserId.CompareTo(after) > 0).OrderBy(person => person.UserId).Take(Batch)).Select(person => person.UserId);
        var belong = context.GroupAncestors.Where(each => each.AncestorId == group)
            .SelectMany(each => context.GroupMembers.Where(member => member.GroupId == each.GroupId && member.UserId.CompareTo(after) > 0).OrderBy(member => member.UserId).Take(Batch)).Select(member => member.UserId);
        return await belonged.Union(belong).OrderBy(id => id).Take(Batch).ToListAsync(cancellationToken);
    }
}
