using SsprPortal.Core.Verification;

namespace SsprPortal.TestKit.Verification;

/// <summary>Challenges in memory, for one caller at a time; what is asked of it is noted in a journal that others may share.</summary>
public sealed class MemoryChallengeStore(TimeProvider clock, List<string> journal) : IChallengeStore
{
    private readonly List<VerificationChallenge> challenges = [];

    /// <summary>The calls that were made: the id of the challenge, and the provider's of the call.</summary>
    public Dictionary<Guid, string> Calls { get; } = [];

    public Task AddAsync(VerificationChallenge challenge, CancellationToken cancellationToken)
    {
        Replace(challenge.Owner);
        challenges.Add(challenge);
        return Task.CompletedTask;
    }

    public Task<VerificationChallenge?> FindAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(challenges.Find(each => each.Id == id && each.Owner == owner));

    public Task<VerificationChallenge?> FindPendingAsync(ChallengeOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(challenges.FindLast(each => each.Owner == owner && each is { ConsumedAt: null, ReplacedAt: null }));

    public Task<VerificationChallenge?> FindNewestAsync(ChallengeOwner owner, string methodId, CancellationToken cancellationToken) =>
        Task.FromResult(challenges.FindLast(each => each.Owner == owner && each.MethodId == methodId));

    public Task<bool> TryCountAsync(Guid id, ChallengeOwner owner, int tries, CancellationToken cancellationToken)
    {
        journal.Add("count");
        return Task.FromResult(Change(id, owner, each => each.Attempts < tries, each => each with { Attempts = each.Attempts + 1 }));
    }

    public Task<bool> TryConsumeAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken)
    {
        journal.Add("consume");
        return Task.FromResult(Change(id, owner, _ => true, each => each with { ConsumedAt = clock.GetUtcNow() }));
    }

    public Task<bool> TryConfirmAsync(Guid id, string providerReference, CancellationToken cancellationToken)
    {
        journal.Add("confirm");
        var called = challenges.Find(each => each.Id == id && each.ConfirmedAt is null && Calls.TryGetValue(id, out var reference) && reference == providerReference);
        return Task.FromResult(called is not null && Change(id, called.Owner, _ => true, each => each with { ConfirmedAt = clock.GetUtcNow() }));
    }

    public Task ReplaceAllAsync(ChallengeOwner owner, CancellationToken cancellationToken)
    {
        Replace(owner);
        return Task.CompletedTask;
    }

    public Task ReplaceAllOfAsync(Guid subjectId, CancellationToken cancellationToken)
    {
        Replace(owner => owner.SubjectId == subjectId);
        return Task.CompletedTask;
    }

    private void Replace(ChallengeOwner owner) => Replace(each => each == owner);

    private void Replace(Func<ChallengeOwner, bool> which)
    {
        for (var i = 0; i < challenges.Count; i++)
        {
            if (which(challenges[i].Owner) && challenges[i] is { ConsumedAt: null, ReplacedAt: null })
                challenges[i] = challenges[i] with { ReplacedAt = clock.GetUtcNow() };
        }
    }

    private bool Change(Guid id, ChallengeOwner owner, Func<VerificationChallenge, bool> when, Func<VerificationChallenge, VerificationChallenge> change)
    {
        var index = challenges.FindIndex(each => each.Id == id && each.Owner == owner && each is { ConsumedAt: null, ReplacedAt: null } && each.ExpiresAt > clock.GetUtcNow() && when(each));
        if (index < 0)
            return false;
        challenges[index] = change(challenges[index]);
        return true;
    }
}
