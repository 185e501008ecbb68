using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Passwords;

/// <summary>How old the passwords of the portal's own accounts are: of those that may be used, and whose password may expire.</summary>
public interface IPasswordAges
{
    /// <summary>How many were set by then; the count ends at <paramref name="atMost"/>.</summary>
    /// <param name="setUntil">A password that was set then, or before (UTC).</param>
    /// <param name="atMost">Where the count ends.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> CountAsync(DateTimeOffset setUntil, int atMost, CancellationToken cancellationToken);

    /// <summary>Whose password was set in a time, and who was not told of its age since it was so old.</summary>
    /// <param name="setAfter">After then (UTC).</param>
    /// <param name="setUntil">Until then (UTC).</param>
    /// <param name="days">So many days after it was set, the person is told.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<Guid>> UntoldAsync(DateTimeOffset setAfter, DateTimeOffset setUntil, int days, int atMost, CancellationToken cancellationToken);

    /// <summary>Notes that one of them is told now: true for exactly one of any number of callers.</summary>
    Task<bool> TryTellAsync(Guid userId, DateTimeOffset setAfter, DateTimeOffset setUntil, int days, CancellationToken cancellationToken);
}

/// <summary>
/// Tells people by mail that their password will have to be changed: so many days before as policy says, and once more on the last day.
/// Safe on many instances.
/// </summary>
public sealed class PasswordExpiry(IPasswordAges ages, IDirectory directory, IPolicyStore policies, KnownMethods known, Notices notices, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Tells people who are to be told by now, <see cref="Notices.AtOnce"/> at most.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        if (policy.PasswordExpiryDays == 0)
            return 0;
        var (told, now) = (0, clock.GetUtcNow());
        // The last day first: whoever is told of it is not told of the days before as well.
        foreach (var left in new[] { 1, policy.PasswordNoticeDays }.Distinct())
        {
            var days = policy.PasswordExpiryDays - left;
            var (setAfter, setUntil) = (now.AddDays(-policy.PasswordExpiryDays), now.AddDays(-days));
            foreach (var id in await ages.UntoldAsync(setAfter, setUntil, days, Notices.AtOnce - told, cancellationToken))
                told += await TellAsync(id, () => ages.TryTellAsync(id, setAfter, setUntil, days, cancellationToken), policy, cancellationToken) ? 1 : 0;
        }

        return told;
    }

    // Whoever has no mailbox counts as told: the profile page says it too.
    private Task<bool> TellAsync(Guid id, Func<Task<bool>> tryTell, SsprPolicy policy, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                if (!await tryTell())
                    return false;
                if (await directory.GetAsync(id, cancellationToken) is { } person && policy.PasswordExpiresAt(person) is { } when)
                    await notices.SendAsync(NoticeKind.PasswordExpires, person, await known.OfAsync(person, policy, cancellationToken), null, when, policy, "en", cancellationToken);
                return true;
            },
            cancellationToken);
}
