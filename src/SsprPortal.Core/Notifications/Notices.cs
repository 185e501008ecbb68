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

    /// <summary>The password was reset.</summary>
    public Task PasswordResetAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> known, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(NoticeKind.PasswordReset, person, known, null, when, policy, language, cancellationToken);

    /// <summary>Something was registered; told to what was known before.</summary>
    public Task MethodRegisteredAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> before, RegisteredMethod added, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(NoticeKind.MethodRegistered, person, before, added, when, policy, language, cancellationToken);

    /// <summary>Something was replaced; told to what was known before, the old contact too (OWASP ASVS 6.3.7).</summary>
    public Task MethodChangedAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> before, RegisteredMethod added, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(NoticeKind.MethodChanged, person, before, added, when, policy, language, cancellationToken);

    /// <summary>Something was removed; told to what was known before, the removed contact too.</summary>
    public Task MethodRemovedAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> before, RegisteredMethod removed, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(NoticeKind.MethodRemoved, person, before, removed, when, policy, language, cancellationToken);

    private async Task SendAsync(NoticeKind kind, DirectoryUser person, IReadOnlyList<RegisteredMethod> contacts, RegisteredMethod? entry, DateTimeOffset when, SsprPolicy policy, string pageLanguage, CancellationToken cancellationToken)
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
