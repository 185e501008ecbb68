using SsprPortal.Core.Registration;

namespace SsprPortal.TestKit.Verification;

/// <summary>What people registered, in memory, for one caller at a time.</summary>
public sealed class MemoryRegistrationStore(TimeProvider clock) : IRegistrationStore
{
    private readonly List<RegisteredMethod> entries = [];
    private readonly Dictionary<Guid, RegistrationState> states = [];

    public Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RegisteredMethod>>(entries.FindAll(each => each.UserId == userId));

    public Task<bool> TryAddAsync(RegisteredMethod method, CancellationToken cancellationToken)
    {
        if (entries.Exists(each => each.UserId == method.UserId && each.Kind == method.Kind && each.Slot == method.Slot))
            return Task.FromResult(false);
        entries.Add(method);
        return Task.FromResult(true);
    }

    public Task<bool> TryUseAsync(RegisteredMethod method, long counter, CancellationToken cancellationToken) =>
        Task.FromResult(Change(each => each.Id == method.Id && each.Counter == method.Counter, each => each with { Counter = counter, LastUsedAt = clock.GetUtcNow() }));

    public Task<bool> TryRenameAsync(Guid userId, Guid id, string hint, CancellationToken cancellationToken) =>
        Task.FromResult(Change(each => each.Id == id && each.UserId == userId, each => each with { Hint = hint }));

    public Task<bool> TryRemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(entries.RemoveAll(each => each.Id == id && each.UserId == userId) == 1);

    public Task RemoveAllAsync(Guid userId, string kind, CancellationToken cancellationToken)
    {
        entries.RemoveAll(each => each.UserId == userId && each.Kind == kind);
        return Task.CompletedTask;
    }

    public Task<RegistrationState> StateAsync(Guid userId, CancellationToken cancellationToken) => Task.FromResult(states.GetValueOrDefault(userId, new(null, null)));

    public Task HoldAsync(Guid userId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        states[userId] = states.GetValueOrDefault(userId, new(null, null)) with { HeldUntil = until };
        return Task.CompletedTask;
    }

    public Task ReleaseHoldAsync(Guid userId, DateTimeOffset until, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        if (states.GetValueOrDefault(userId) is { } state && state.HeldUntil == until)
            states[userId] = state with { HeldUntil = before };
        return Task.CompletedTask;
    }

    public Task NoteReviewAsync(Guid userId, CancellationToken cancellationToken)
    {
        states[userId] = states.GetValueOrDefault(userId, new(null, null)) with { ReviewedAt = clock.GetUtcNow() };
        return Task.CompletedTask;
    }

    public Task RequireAsync(Guid userId, CancellationToken cancellationToken)
    {
        states[userId] = states.GetValueOrDefault(userId, new(null, null)) with { RequiredAt = clock.GetUtcNow() };
        return Task.CompletedTask;
    }

    private bool Change(Predicate<RegisteredMethod> which, Func<RegisteredMethod, RegisteredMethod> how)
    {
        var index = entries.FindIndex(which);
        if (index >= 0)
            entries[index] = how(entries[index]);
        return index >= 0;
    }
}
