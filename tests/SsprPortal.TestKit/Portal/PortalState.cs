using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Recovery;

namespace SsprPortal.TestKit.Portal;

/// <summary>All that a request could change, in words: two of them are equal when nothing has changed.</summary>
public sealed record PortalState(
    string Passwords, string Registered, string Journeys, string Gates, string Challenges, string Throttles, int UsedTokens, int Messages, int Sessions, string Audit)
{
    public static async Task<PortalState> ReadAsync(PortalHost portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        // What is looked after in the background is looked after now: of two readings the first would not have it.
        await using (var scope = portal.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<RecoverySettlement>().SettleAsync(CancellationToken.None);
        return await portal.WithDatabaseAsync(async database => new PortalState(
            Lines(await database.Users.OrderBy(row => row.Id).Select(row => $"{row.UserName} {row.PasswordHash} {row.SecurityStamp} {row.AccessFailedCount}").ToListAsync()),
            Lines(await database.RegisteredMethods.OrderBy(row => row.Id).Select(row => $"{row.UserId} {row.Kind} {row.Hint}").ToListAsync()),
            Lines(await database.Journeys.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.Step} {row.Refusal} {row.Version} {row.ClaimedAt}").ToListAsync()),
            Lines(await database.PassedGates.OrderBy(row => row.ChallengeId).Select(row => $"{row.ChallengeId} {row.JourneyId}").ToListAsync()),
            Lines(await database.Challenges.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.Attempts} {row.ConsumedAt} {row.ReplacedAt} {row.ConfirmedAt}").ToListAsync()),
            Lines(await database.Throttles.OrderBy(row => row.Key).Select(row => $"{row.Key} {row.Count}").ToListAsync()),
            await database.UsedTokens.CountAsync(),
            await database.Outbox.CountAsync(),
            await database.Sessions.CountAsync(),
            Lines(await database.Audit.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.Code}").ToListAsync())));
    }

    /// <summary>How many outcomes of one kind there are.</summary>
    public static Task<int> CountAsync(PortalHost portal, AuditCode code)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Code == code));
    }

    private static string Lines(IEnumerable<string> rows) => string.Join('\n', rows);
}
