using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Registration;

namespace SsprPortal.Data.Registration;

internal sealed class Reminders(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : IReminders
{
    public async Task<IReadOnlyList<Guid>> DueAsync(IReadOnlyCollection<long> alike, DateTimeOffset before, int times, int atMost, CancellationToken cancellationToken) =>
        await context.PersonProfiles
            .Where(person => alike.Contains(person.AlikeId) && !context.RegistrationStates.Any(state => state.UserId == person.UserId && (state.Reminders >= times || state.RemindedAt >= before)))
            .OrderBy(person => person.UserId)
            .Select(person => person.UserId)
            .Take(atMost)
            .ToListAsync(cancellationToken);

    public async Task<bool> TryNoteAsync(Guid userId, DateTimeOffset before, int times, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await context.RegistrationStates.Where(state => state.UserId == userId && state.Reminders < times && (state.RemindedAt == null || state.RemindedAt < before))
            .ExecuteUpdateAsync(set => set.SetProperty(state => state.RemindedAt, now).SetProperty(state => state.Reminders, state => state.Reminders + 1), cancellationToken) == 1)
        {
            return true;
        }

        if (await context.RegistrationStates.AnyAsync(state => state.UserId == userId, cancellationToken))
            return false;
        // Of two who write the first, one does.
        context.RegistrationStates.Add(new() { UserId = userId, RemindedAt = now, Reminders = 1 });
        return await errors.TryInsertAsync(context, cancellationToken);
    }
}
