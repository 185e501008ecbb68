using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Throttling;

/// <summary>
/// How many messages with codes leave, whoever they go to: by the address and the network that asks for them, and for the whole
/// portal (N10). Administrators are told before the portal's own limit is reached, and when it is; notices are never stopped.
/// </summary>
public sealed partial class SendLimits(IThrottleStore throttles, Notices notices, IAuditLog audit, IOptions<SendLimitOptions> options, TimeProvider clock, ILogger<SendLimits> logger)
{
    /// <summary>At which part of a limit of the whole portal administrators are told (N10).</summary>
    internal const double AlarmAt = 0.8;

    private const string Site = "site";

    /// <summary>
    /// Counts one message. Belongs into the transaction that writes the message: when a later limit refuses, what the earlier ones
    /// counted rolls back with it. The portal's own counters come last, because everybody waits for their rows.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="isDecoy">Whether nothing is sent: that counts for who asks, but not for the portal, so that strangers' names cannot stop everybody's messages.</param>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it may be sent.</returns>
    public async Task<bool> TryTakeAsync(Caller caller, bool isDecoy, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (caller.Address is { } address
            && (await throttles.TryTakeAsync(limits.Address, Throttle.Network(address), cancellationToken) is null
                || await throttles.TryTakeAsync(limits.Network, Throttle.WideNetwork(address), cancellationToken) is null))
        {
            return false;
        }

        var reached = new List<(Throttle Limit, int Sent)>();
        foreach (var limit in limits.Site)
        {
            var left = isDecoy
                ? await throttles.TryTakeNothingAsync(limit, Site, cancellationToken)
                : await throttles.TryTakeAsync(limit, Site, cancellationToken);
            if (left is null)
                return false;
            // Of all the messages of a window one is the last, and one brings it to 80 %: whoever counted it holds its row, so it is told once.
            if (!isDecoy && limit.Limit - left.Value is var sent && (sent == limit.Limit || sent == (int)Math.Ceiling(AlarmAt * limit.Limit)))
                reached.Add((limit, sent));
        }

        foreach (var (limit, sent) in reached)
        {
            var stopped = sent == limit.Limit;
            LogReached(sent, limit.Limit, limit.Window);
            if (stopped)
                await audit.WriteAsync(new(AuditCode.MessagesStopped, null, null, null, Reason: limit.Name), cancellationToken);
            await notices.SendingAsync(stopped, limit, sent, clock.GetUtcNow(), policy, cancellationToken);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Sent} of the {Limit} messages that the portal sends in {Window} are sent. When all are, nobody gets a code until the time is over; the section Sending of the configuration sets the limit.")]
    private partial void LogReached(int sent, int limit, TimeSpan window);
}
