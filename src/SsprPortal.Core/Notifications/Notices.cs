using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

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
}

/// <summary>
/// Tells people what happened to their account, at every mailbox and mobile phone that is known (NIST SP 800-63B, section 4.6). A
/// notice goes through the outbox with what it tells of; that it cannot be delivered never undoes anything.
/// </summary>
public sealed class Notices(IOutbox outbox, MessageTexts texts, IEnumerable<IMessageSender> senders, TimeProvider clock)
{
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
        var language = person.Language ?? pageLanguage;
        var (subject, text, shortText) = texts.Notice(kind, person, entry, when, policy, language);
        var mailboxes = contacts.Where(each => each.Kind == "email").Select(each => each.Value).Append(person.Mail).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var mailbox in mailboxes)
            await AddAsync(MessageChannel.Email, mailbox, subject, text);
        foreach (var phone in contacts.Where(each => each.Kind == "mobile").Select(each => each.Value).Distinct())
            await AddAsync(MessageChannel.Text, phone, "", shortText);

        async Task AddAsync(MessageChannel channel, string to, string about, string words)
        {
            if (senders.Any(sender => sender.Channel == channel))
                await outbox.AddAsync(new(Guid.NewGuid(), channel, to, about, words, language), clock.GetUtcNow() + Worth, cancellationToken);
        }
    }
}
