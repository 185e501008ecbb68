using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Registration;

internal sealed class RegistrationStore(PortalDbContext context, ProtectedColumn protect, IKeyedHash hash, DatabaseErrors errors, TimeProvider clock) : IRegistrationStore
{
    internal const string Table = "RegisteredMethods";

    public async Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rows = await context.RegisteredMethods.Where(row => row.UserId == userId).OrderBy(row => row.RegisteredAt).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new RegisteredMethod(row.Id, row.UserId, row.Kind, row.Hint, protect.Unprotect(Table, row.Id, row.ProtectedValue), row.RegisteredAt)
            {
                Slot = row.Slot,
                Counter = row.Counter,
                Gates = row.Gates,
                LastUsedAt = row.LastUsedAt,
            }),
        ];
    }

    public Task<bool> TryAddAsync(RegisteredMethod method, CancellationToken cancellationToken)
    {
        context.RegisteredMethods.Add(new()
        {
            Id = method.Id,
            UserId = method.UserId,
            Kind = method.Kind,
            Slot = method.Slot,
            Hint = method.Hint,
            ProtectedValue = protect.Protect(Table, method.Id, method.Value),
            RegisteredAt = method.RegisteredAt,
            LookupHash = method.LookupKey is { } key ? hash.Compute($"lookup-{method.Kind}", Encoding.UTF8.GetBytes(key)) : null,
            Counter = method.Counter,
            Gates = method.Gates,
        });
        return errors.TryInsertAsync(context, cancellationToken);
    }

    public async Task<bool> TryUseAsync(RegisteredMethod method, long counter, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await context.RegisteredMethods.Where(row => row.Id == method.Id && row.UserId == method.UserId && row.Counter == method.Counter)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Counter, counter).SetProperty(row => row.LastUsedAt, now), cancellationToken) == 1;
    }

    public async Task<bool> TryRenameAsync(Guid userId, Guid id, string hint, CancellationToken cancellationToken) =>
        await context.RegisteredMethods.Where(row => row.Id == id && row.UserId == userId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Hint, hint), cancellationToken) == 1;

    public async Task<bool> TryRemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await context.RegisteredMethods.Where(row => row.Id == id && row.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 1;

    public Task RemoveAllAsync(Guid userId, string kind, CancellationToken cancellationToken) =>
        context.RegisteredMethods.Where(row => row.UserId == userId && row.Kind == kind).ExecuteDeleteAsync(cancellationToken);

    public async Task<RegistrationState> StateAsync(Guid userId, CancellationToken cancellationToken) =>
        await context.RegistrationStates.Where(row => row.UserId == userId).Select(row => new RegistrationState(row.HeldUntil, row.ReviewedAt, row.RequiredAt)).SingleOrDefaultAsync(cancellationToken) ?? new(null, null);

    public Task HoldAsync(Guid userId, DateTimeOffset until, CancellationToken cancellationToken) =>
        NoteAsync(userId, row => row.HeldUntil, until, new() { UserId = userId, HeldUntil = until }, cancellationToken);

    public Task ReleaseHoldAsync(Guid userId, DateTimeOffset until, DateTimeOffset? before, CancellationToken cancellationToken) =>
        context.RegistrationStates.Where(row => row.UserId == userId && row.HeldUntil == until)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldUntil, before), cancellationToken);

    public Task NoteReviewAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return NoteAsync(userId, row => row.ReviewedAt, now, new() { UserId = userId, ReviewedAt = now }, cancellationToken);
    }

    public Task RequireAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return NoteAsync(userId, row => row.RequiredAt, now, new() { UserId = userId, RequiredAt = now }, cancellationToken);
    }

    // Updates the person's row, or writes it; somebody else may write it in between.
    private async Task NoteAsync(Guid userId, Expression<Func<RegistrationStateRow, DateTimeOffset?>> what, DateTimeOffset? when, RegistrationStateRow first, CancellationToken cancellationToken)
    {
        if (await UpdateAsync() == 0)
        {
            context.RegistrationStates.Add(first);
            if (!await errors.TryInsertAsync(context, cancellationToken))
                await UpdateAsync();
        }

        Task<int> UpdateAsync() => context.RegistrationStates.Where(row => row.UserId == userId).ExecuteUpdateAsync(set => set.SetProperty(what, when), cancellationToken);
    }
}
