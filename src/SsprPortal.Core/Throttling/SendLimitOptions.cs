using Microsoft.Extensions.Options;

namespace SsprPortal.Core.Throttling;

/// <summary>Section <c>Sending</c> of the configuration: how many messages with codes the portal sends, set by the size of the organisation (N10).</summary>
public sealed class SendLimitOptions
{
    /// <summary>Messages that one client address asks for, in 15 minutes.</summary>
    public int PerAddress { get; set; } = 10;

    /// <summary>Messages that one network (IPv4 /24, IPv6 /56) asks for, in an hour.</summary>
    public int PerNetwork { get; set; } = 30;

    /// <summary>Messages of the whole portal, in an hour.</summary>
    public int PerHour { get; set; } = 200;

    /// <summary>Messages of the whole portal, in a day.</summary>
    public int PerDay { get; set; } = 1000;

    internal Throttle Address => new("sends-address-15m", PerAddress, TimeSpan.FromMinutes(15));

    internal Throttle Network => new("sends-network-1h", PerNetwork, TimeSpan.FromHours(1));

    internal IReadOnlyList<Throttle> Site => [new("sends-site-1h", PerHour, TimeSpan.FromHours(1)), new("sends-site-24h", PerDay, TimeSpan.FromHours(24))];

    internal sealed class Validator : IValidateOptions<SendLimitOptions>
    {
        public ValidateOptionsResult Validate(string? name, SendLimitOptions options)
        {
            var errors = new ValidateOptionsResultBuilder();
            foreach (var (setting, value) in new[]
                     {
                         (nameof(PerAddress), options.PerAddress),
                         (nameof(PerNetwork), options.PerNetwork),
                         (nameof(PerHour), options.PerHour),
                         (nameof(PerDay), options.PerDay),
                     })
            {
                if (value < 1)
                    errors.AddError($"Sending:{setting} must be at least 1: it is a number of messages.");
            }

            return errors.Build();
        }
    }
}
