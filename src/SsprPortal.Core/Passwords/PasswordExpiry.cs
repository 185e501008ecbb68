using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Passwords;

/// <summary>Passwords that are good for some days more, of accounts that may be used.</summary>
/// <param name="Now">Counted from then (UTC).</param>
/// <param name="DaysLeft">For so many days at most.</param>
/// <param name="ExpiryDays">Those of the portal's own accounts, which expire so many days after they were set; null for the directory's, of which the directory says when.</param>
public sealed record ExpiringPasswords(DateTimeOffset Now, int DaysLeft, int? ExpiryDays);

/// <summary>How old people's passwords are: of accounts that may be used, and whose password may expire.</summary>
public interface IPasswordAges
{
    /// <summary>How many of the portal's own accounts had theirs set by then; the count ends at <paramref name="atMost"/>.</summary>
    /// <param name="setUntil">A password that was set then, or before (UTC).</param>
    /// <param name="atMost">Where the count ends.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> CountAsync(DateTimeOffset setUntil, int atMost, CancellationToken cancellationToken);

    /// <summary>Whose password expires, and who was not told since it was so near.</summary>
    /// <param name="expiring">Which passwords.</param>
    /// <param name="atMost">How many people at most: those first whose password expires first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<Guid>> UntoldAsync(ExpiringPasswords expiring, int atMost, CancellationToken cancellationToken);

    /// <summary>Notes that one of them is told now: true for exactly one of any number of callers.</summary>
    Task<bool> TryTellAsync(Guid userId, ExpiringPasswords expiring, CancellationToken cancellationToken);
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
        var (told, now) = (0, clock.GetUtcNow());
        // The last day first: whoever is told of it is not told of the days before as well.
        int[] left = [.. new[] { 1, policy.PasswordNoticeDays }.Distinct()];
        if (policy.PasswordExpiryDays > 0)
        {
            foreach (var days in left)
                told += await TellAsync(new(now, days, policy.PasswordExpiryDays), Notices.AtOnce - told, policy, cancellationToken);
        }

        if (policy is { Directory: not null, WritesBack: true, NotifiesDirectoryExpiry: true })
        {
            foreach (var days in left)
                told += await TellAsync(new(now, days, null), Notices.AtOnce - told, policy, cancellationToken);
        }

        return told;
    }

    private async Task<int> TellAsync(ExpiringPasswords expiring, int atMost, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var id in await ages.UntoldAsync(expiring, atMost, cancellationToken))
        {
            DirectoryUser? person;
            try
            {
                person = await directory.GetAsync(id, cancellationToken);
            }
            catch (DirectoryUnreachableException)
            {
                return told; // nobody is noted as told: the next turn asks again
            }

            told += await TellAsync(id, person, expiring, policy, cancellationToken) ? 1 : 0;
        }

        return told;
    }

    // Whoever has no mailbox counts as told: the profile page says it too. So does whoever has changed it meanwhile, or cannot change it here.
    private Task<bool> TellAsync(Guid id, DirectoryUser? person, ExpiringPasswords expiring, SsprPolicy policy, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                if (!await ages.TryTellAsync(id, expiring, cancellationToken))
                    return false;
                if (person is { IsManagedHere: true, IsProtected: false } && policy.PasswordExpiresAt(person) is { } when && when <= expiring.Now.AddDays(expiring.DaysLeft))
                    await notices.SendAsync(NoticeKind.PasswordExpires, person, await known.OfAsync(person, policy, cancellationToken), null, when, policy, "en", cancellationToken);
                return true;
            },
            cancellationToken);
}
