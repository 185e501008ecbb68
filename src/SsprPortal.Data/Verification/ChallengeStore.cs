using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Messages;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Verification;

internal sealed class ChallengeStore(PortalDbContext context, ProtectedColumn protect, TimeProvider clock) : IChallengeStore
{
    private const string Table = "Challenges";

    public async Task AddAsync(VerificationChallenge challenge, CancellationToken cancellationToken)
    {
        await ReplaceAllAsync(challenge.Owner, cancellationToken);
        context.Challenges.Add(new()
        {
            Id = challenge.Id,
            Purpose = challenge.Owner.Purpose,
            OwnerId = challenge.Owner.Id,
            SubjectId = challenge.Owner.SubjectId,
            MethodId = challenge.MethodId,
            ProtectedTarget = protect.Protect(Table, challenge.Id, challenge.Target),
            Secret = challenge.Secret,
            IssuedAt = challenge.IssuedAt,
            ExpiresAt = challenge.ExpiresAt,
            ResendAt = challenge.ResendAt,
            Sends = challenge.Sends,
            Attempts = challenge.Attempts,
        });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    public async Task<VerificationChallenge?> FindAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken) =>
        Read(await Of(owner).Where(row => row.Id == id).AsNoTracking().SingleOrDefaultAsync(cancellationToken));

    public async Task<VerificationChallenge?> FindPendingAsync(ChallengeOwner owner, CancellationToken cancellationToken) =>
        Read(await Of(owner).Where(row => row.ConsumedAt == null && row.ReplacedAt == null).OrderByDescending(row => row.IssuedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken));

    public async Task<VerificationChallenge?> FindNewestAsync(ChallengeOwner owner, string methodId, CancellationToken cancellationToken) =>
        Read(await Of(owner).Where(row => row.MethodId == methodId).OrderByDescending(row => row.IssuedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken));

    public async Task<bool> TryCountAsync(Guid id, ChallengeOwner owner, int tries, CancellationToken cancellationToken) =>
        await Pending(id, owner).Where(row => row.Attempts < tries)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, row => row.Attempts + 1), cancellationToken) == 1;

    public async Task<bool> TryConsumeAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await Pending(id, owner).ExecuteUpdateAsync(set => set.SetProperty(row => row.ConsumedAt, now), cancellationToken) == 1;
    }

    public async Task<bool> TryConfirmAsync(Guid id, string providerReference, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var calls = context.Outbox.Where(call => call.Channel == MessageChannel.Call && call.State == OutboxState.Sent && call.ProviderReference == providerReference);
        return await context.Challenges
            .Where(row => row.Id == id && row.ConfirmedAt == null && row.ConsumedAt == null && row.ReplacedAt == null && row.ExpiresAt > now && calls.Any(call => call.Id == row.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConfirmedAt, now), cancellationToken) == 1;
    }

    public Task ReplaceAllAsync(ChallengeOwner owner, CancellationToken cancellationToken) => ReplaceAsync(Of(owner), cancellationToken);

    public Task ReplaceAllOfAsync(Guid subjectId, CancellationToken cancellationToken) =>
        ReplaceAsync(context.Challenges.Where(row => row.SubjectId == subjectId), cancellationToken);

    private Task<int> ReplaceAsync(IQueryable<ChallengeRow> challenges, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return challenges.Where(row => row.ConsumedAt == null && row.ReplacedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReplacedAt, now), cancellationToken);
    }

    private IQueryable<ChallengeRow> Of(ChallengeOwner owner) =>
        context.Challenges.Where(row => row.OwnerId == owner.Id && row.Purpose == owner.Purpose && row.SubjectId == owner.SubjectId);

    private IQueryable<ChallengeRow> Pending(Guid id, ChallengeOwner owner)
    {
        var now = clock.GetUtcNow();
        return Of(owner).Where(row => row.Id == id && row.ConsumedAt == null && row.ReplacedAt == null && row.ExpiresAt > now);
    }

    private VerificationChallenge? Read(ChallengeRow? row) => row is null ? null : new(
        row.Id,
        new(row.Purpose, row.OwnerId, row.SubjectId),
        row.MethodId,
        protect.Unprotect(Table, row.Id, row.ProtectedTarget),
        row.Secret,
        row.IssuedAt,
        row.ExpiresAt,
        row.ResendAt,
        row.Sends,
        row.Attempts,
        row.ConsumedAt,
        row.ReplacedAt,
        row.ConfirmedAt);
}
