using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>Who was reminded to register, how often, and when last.</summary>
public interface IReminders
{
    /// <summary>People who are to be reminded.</summary>
    /// <param name="alike">Ids of the <see cref="PeopleAlike"/> they are in.</param>
    /// <param name="before">Who was not reminded since then (UTC).</param>
    /// <param name="times">Who was reminded less often.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<Guid>> DueAsync(IReadOnlyCollection<long> alike, DateTimeOffset before, int times, int atMost, CancellationToken cancellationToken);

    /// <summary>Notes that somebody is reminded now: true for exactly one of any number of callers.</summary>
    Task<bool> TryNoteAsync(Guid userId, DateTimeOffset before, int times, CancellationToken cancellationToken);
}

/// <summary>Reminds people by mail who may reset a password and have not registered as much as that takes. Safe on many instances.</summary>
public sealed class RegistrationReminders(
    IReminders reminders, IPopulation population, VerificationMethods methods, [FromKeyedServices(IDirectory.Portal)] IDirectory directory, IPolicyStore policies, KnownMethods known, Notices notices, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Reminds people who are to be reminded by now, <see cref="Notices.AtOnce"/> at most.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> RemindAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        if (policy.ReminderDays == 0)
            return 0;
        var (reminded, now) = (0, clock.GetUtcNow());
        var before = now.AddDays(-policy.ReminderDays);
        var lacking = (await population.AlikeAsync(cancellationToken)).Where(each => each.IsEnabled(policy) && !each.IsRegistered(policy, methods)).Select(each => each.Id).ToList();
        foreach (var id in await reminders.DueAsync(lacking, before, policy.MaxReminders, Notices.AtOnce, cancellationToken))
            reminded += await transaction.TryAsync(() => RemindAsync(id, before, now, policy, cancellationToken), cancellationToken) ? 1 : 0;
        return reminded;
    }

    private async Task<bool> RemindAsync(Guid id, DateTimeOffset before, DateTimeOffset now, SsprPolicy policy, CancellationToken cancellationToken)
    {
        if (!await reminders.TryNoteAsync(id, before, policy.MaxReminders, cancellationToken))
            return false;
        if (await directory.GetAsync(id, cancellationToken) is { } person)
            await notices.SendAsync(NoticeKind.RegistrationReminder, person, await known.OfAsync(person, policy, cancellationToken), null, now, policy, "en", cancellationToken);
        return true;
    }
}
