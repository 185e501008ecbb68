using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;

namespace SsprPortal.Core.Notifications;

/// <summary>What a notice tells of; names its texts.</summary>
public enum NoticeKind
{
    /// <summary>The password was reset.</summary>
    PasswordReset,

    /// <summary>Somebody who was signed in changed the password.</summary>
    PasswordChanged,

    /// <summary>Something was registered.</summary>
    MethodRegistered,

    /// <summary>Something that was registered was replaced.</summary>
    MethodChanged,

    /// <summary>Something that was registered was removed.</summary>
    MethodRemoved,

    /// <summary>The account was unlocked; the password stays.</summary>
    AccountUnlocked,

    /// <summary>Too many wrong tries: self-service is blocked for this account.</summary>
    AccountBlocked,

    /// <summary>Somebody tried to reset the password of an account that is not set up for it.</summary>
    ResetNotPossible,

    /// <summary>An administrator's password was reset; for the administrators.</summary>
    AdministratorReset,

    /// <summary>The help desk started a reset: somebody was recognised as the person.</summary>
    HelpDeskReset,

    /// <summary>The password will soon be too old; the time is when.</summary>
    PasswordExpires,

    /// <summary>The person could reset a password, and has not registered enough for it.</summary>
    RegistrationReminder,
    /// <summary>The help desk cleared the block after too many wrong tries.</summary>
    BlockCleared,

    /// <summary>Whoever administers accounts changed what the organisation knows of the person.</summary>
    ContactChanged,
}

/// <summary>
/// Tells people what happened to their account, at every mailbox and mobile phone that is known (NIST SP 800-63B, section 4.6), and
/// the administrators what concerns the portal. A notice goes through the outbox with what it tells of; that it cannot be delivered
/// never undoes anything.
/// </summary>
public sealed class Notices(IOutbox outbox, MessageTexts texts, IDirectory directory, IEnumerable<IMessageSender> senders, TimeProvider clock)
{
    /// <summary>So many administrators are told at most, each at the mailbox of the organisation (Entra's number).</summary>
    public const int MaxAdministrators = 100;

    /// <summary>So many people are told at once of what can wait: whoever waits for a code does not stand behind them.</summary>
    public const int AtOnce = 300;

    private static readonly TimeSpan Worth = TimeSpan.FromDays(3);

    /// <summary>Tells of it.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="person">To whose account.</param>
    /// <param name="contacts">What was known before it happened: the contact that was replaced or removed is told too (OWASP ASVS 6.3.7).</param>
    /// <param name="entry">What was registered or removed; null for a password.</param>
    /// <param name="when">When it happened (UTC).</param>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="pageLanguage">The language of the page, where the directory does not know the person's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task SendAsync(
        NoticeKind kind, DirectoryUser person, IReadOnlyList<RegisteredMethod> contacts, RegisteredMethod? entry, DateTimeOffset when, SsprPolicy policy, string pageLanguage, CancellationToken cancellationToken)
    {
        if (!policy.NotifiesPeople && kind is (NoticeKind.PasswordReset or NoticeKind.AccountUnlocked))
            return;
        var language = person.Language ?? pageLanguage;
        var (subject, text, shortText) = texts.Notice(kind, person, entry, when, policy, language);
        var mailboxes = contacts.Where(each => each.Kind == "email").Select(each => each.Value).Append(person.Mail).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var mailbox in mailboxes)
            await AddAsync(MessageChannel.Email, mailbox, subject, text);
        // What a stranger brings about without a try costs nobody a text, nor does what is not urgent.
        foreach (var phone in contacts.Where(each => each.Kind == "mobile" && kind is not (NoticeKind.ResetNotPossible or NoticeKind.PasswordExpires or NoticeKind.RegistrationReminder)).Select(each => each.Value).Distinct())
            await AddAsync(MessageChannel.Text, phone, "", shortText);

        async Task AddAsync(MessageChannel channel, string to, string about, string words)
        {
            if (senders.Any(sender => sender.Channel == channel))
                await outbox.AddAsync(new(Guid.NewGuid(), channel, to, about, words, language), clock.GetUtcNow() + Worth, cancellationToken);
        }
    }

    /// <summary>Tells the administrators that the password of one of them was reset.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="when">When it happened (UTC).</param>
    /// <param name="policy">The organisation's policy: it may want no such notices.</param>
    /// <param name="pageLanguage">The language of the page, where the directory does not know an administrator's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AdministratorResetAsync(DirectoryUser person, DateTimeOffset when, SsprPolicy policy, string pageLanguage, CancellationToken cancellationToken)
    {
        if (policy.NotifiesAdministrators)
        {
            await TellAdministratorsAsync(
                language =>
                {
                    var (subject, text, _) = texts.Notice(NoticeKind.AdministratorReset, person, null, when, policy, language);
                    return (subject, text);
                },
                pageLanguage, isDecoy: false, cancellationToken);
        }
    }

    /// <summary>Tells the administrators that the portal sends no more messages, or soon will not.</summary>
    internal Task SendingAsync(bool stopped, Throttle limit, int sent, DateTimeOffset when, SsprPolicy policy, CancellationToken cancellationToken) =>
        TellAdministratorsAsync(language => MessageTexts.Sending(stopped, limit, sent, when, policy, language), "en", isDecoy: false, cancellationToken);

    /// <summary>Writes one mail to each administrator who has a mailbox, in the administrator's language.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> TellAdministratorsAsync(Func<string, (string Subject, string Text)> words, string pageLanguage, bool isDecoy, CancellationToken cancellationToken)
    {
        if (senders.All(sender => sender.Channel != MessageChannel.Email))
            return 0;
        var told = 0;
        foreach (var administrator in await directory.AdministratorsAsync(MaxAdministrators, cancellationToken))
        {
            if (administrator.Mail is not { } mailbox)
                continue;
            var language = administrator.Language ?? pageLanguage;
            var (subject, text) = words(language);
            await outbox.AddAsync(new(Guid.NewGuid(), MessageChannel.Email, mailbox, subject, text, language) { IsDecoy = isDecoy }, clock.GetUtcNow() + Worth, cancellationToken);
            told++;
        }

        return told;
    }
}
