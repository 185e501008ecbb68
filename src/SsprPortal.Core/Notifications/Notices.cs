using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Notifications;

/// <summary>
/// Tells people what happened to their account, at every address that is known (NIST SP 800-63B, section 4.6). A notice goes through
/// the outbox with what it tells of; that it cannot be delivered never undoes anything.
/// </summary>
public sealed class Notices(IOutbox outbox, MessageTexts texts, TimeProvider clock)
{
    private static readonly TimeSpan Worth = TimeSpan.FromDays(3);

    /// <summary>The password was reset.</summary>
    public Task PasswordResetAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> registered, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(person, registered, texts.PasswordReset(person, when, policy, person.Language ?? language), person.Language ?? language, cancellationToken);

    /// <summary>A method was registered.</summary>
    public Task MethodRegisteredAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> registered, RegisteredMethod added, DateTimeOffset when, SsprPolicy policy, string language, CancellationToken cancellationToken) =>
        SendAsync(person, [.. registered.Where(each => each.Id != added.Id)], texts.MethodRegistered(person, added, when, policy, person.Language ?? language), person.Language ?? language, cancellationToken);

    private async Task SendAsync(DirectoryUser person, IReadOnlyList<RegisteredMethod> registered, (string Subject, string Text) message, string language, CancellationToken cancellationToken)
    {
        var mailboxes = registered.Where(each => each.Kind == "email").Select(each => each.Value).Append(person.Mail).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var mailbox in mailboxes)
            await outbox.AddAsync(new(Guid.NewGuid(), MessageChannel.Email, mailbox, message.Subject, message.Text, language), clock.GetUtcNow() + Worth, cancellationToken);
    }
}
