using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Throttling;

/// <summary>A person for whom self-service is blocked.</summary>
/// <param name="Person">Who.</param>
/// <param name="Until">When the block ends by itself (UTC).</param>
public sealed record BlockedPerson(DirectoryUser Person, DateTimeOffset Until);

/// <summary>Some of the blocked people.</summary>
/// <param name="People">In the order of their accounts' ids.</param>
/// <param name="Next">What to ask for the next page with; null when this was the last.</param>
public sealed record BlockedPeople(IReadOnlyList<BlockedPerson> People, Guid? Next);

/// <summary>Who is blocked after too many wrong tries, and how an administrator lifts it before the 24 hours are over.</summary>
public sealed class Blocks(IThrottleStore throttles, [FromKeyedServices(IDirectory.Portal)] IDirectory directory, IAuditLog audit, ITransaction transaction)
{
    /// <summary>What the audit says of a block that was cleared on the machine, by nobody it knows.</summary>
    public const string Console = "console";

    /// <summary>The blocked people.</summary>
    /// <param name="after"><see cref="BlockedPeople.Next"/> of the page before; null for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BlockedPeople> ListAsync(Guid? after, int atMost, CancellationToken cancellationToken)
    {
        var blocks = await throttles.BlocksAsync(Throttle.GateAttempts, after, atMost, cancellationToken);
        var people = new List<BlockedPerson>();
        foreach (var block in blocks)
        {
            // What stands for nobody where existence is concealed is counted too, but nobody is blocked by it.
            if (await directory.GetAsync(block.AccountId, cancellationToken) is { } person)
                people.Add(new(person, block.Until));
        }

        return new(people, blocks.Count == atMost ? blocks[^1].AccountId : null);
    }

    /// <summary>Forgets everything that is counted of a person, also what is not blocked yet.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="actorId">Which administrator does it; null on the machine itself.</param>
    /// <param name="address">The administrator's IP address; null on the machine itself.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    /// <returns>Whether there was anything to forget.</returns>
    public Task<bool> ClearAsync(Guid accountId, Guid? actorId, string? address, CancellationToken cancellationToken) => transaction.TryAsync(
        async () =>
        {
            if (!await throttles.ClearAccountAsync(accountId, cancellationToken))
                return false;
            await audit.WriteAsync(new(AuditCode.BlockCleared, accountId, null, address, Reason: actorId is null ? Console : null, ActorId: actorId), cancellationToken);
            return true;
        },
        cancellationToken);
}
