using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Administration;

/// <summary>Where an administrator can have a test message sent: to nobody else (AC-111 of the security notes).</summary>
/// <param name="Channel">By what it travels.</param>
/// <param name="To">The administrator's own mailbox or phone.</param>
/// <param name="Hint">What may be shown of it.</param>
public sealed record TestTarget(MessageChannel Channel, string To, string Hint);

/// <summary>Sends administrators a message, to see whether it arrives.</summary>
public sealed class TestMessages(IDirectory directory, IRegistrationStore registrations, IEnumerable<IMessageSender> senders, IOutbox outbox, IThrottleStore throttles, IPolicyStore policies, IAuditLog audit, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Test messages of one administrator: 5 in an hour.</summary>
    public static readonly Throttle Limit = new("test-messages", 5, TimeSpan.FromHours(1));

    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(10);

    /// <summary>The administrator's own mailboxes and phones, for the channels that have a sender.</summary>
    public async Task<IReadOnlyList<TestTarget>> TargetsAsync(Guid userId, CancellationToken cancellationToken)
    {
        var person = await directory.GetAsync(userId, cancellationToken);
        var known = await registrations.ListAsync(userId, cancellationToken);
        var phones = known.Where(entry => entry.Kind == "mobile").ToList();
        TestTarget[] own = person?.Mail is { } mail ? [new(MessageChannel.Email, mail, mail)] : [];
        var targets = own.Concat(known.Where(entry => entry.Kind == "email").Select(entry => new TestTarget(MessageChannel.Email, entry.Value, entry.Hint)))
            .Concat(phones.Select(entry => new TestTarget(MessageChannel.Text, entry.Value, entry.Hint)))
            .Concat(phones.Select(entry => new TestTarget(MessageChannel.Call, entry.Value, entry.Hint)));
        return [.. targets.Where(target => senders.Any(sender => sender.Channel == target.Channel)).DistinctBy(target => target.Channel)];
    }

    /// <summary>Sends one.</summary>
    /// <param name="actor">Who, and to whom.</param>
    /// <param name="channel">By what.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    /// <returns>The message; null when there is nothing to send it to, or too many were sent.</returns>
    public async Task<Guid?> SendAsync(Actor actor, MessageChannel channel, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(caller);
        if ((await TargetsAsync(actor.Id, cancellationToken)).FirstOrDefault(each => each.Channel == channel) is not { } target)
            return null;
        var (id, now, policy) = (Guid.NewGuid(), clock.GetUtcNow(), await policies.GetAsync(cancellationToken));
        var (subject, text) = MessageTexts.Test(channel, now, policy, caller.Language);
        var sent = await transaction.TryAsync(
            async () =>
            {
                if (await throttles.TryTakeAsync(Limit, actor.Id, cancellationToken) is null)
                    return false;
                await outbox.AddAsync(new(id, channel, target.To, subject, text, caller.Language), now + Worth, cancellationToken);
                await audit.WriteAsync(new(AuditCode.TestMessageSent, actor.Id, null, caller.Address, Reason: channel.ToString(), ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return sent ? id : null;
    }
}
