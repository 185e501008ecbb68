using System.Net;
using System.Net.Sockets;
using SsprPortal.Core.Notifications;

namespace SsprPortal.Core.Throttling;

/// <summary>A named limit: how often something may happen in a window, and how long it is refused once the limit is reached.</summary>
/// <param name="Name">Part of the stored key; never reused with another meaning.</param>
/// <param name="Limit">How often within one window.</param>
/// <param name="Window">The window, from the first occurrence.</param>
/// <param name="Block">How long everything is refused once the limit is reached; null: until the window ends.</param>
public sealed record Throttle(string Name, int Limit, TimeSpan Window, TimeSpan? Block = null)
{
    /// <summary>Answers of any kind on one account, over all gates and journeys: 5 wrong ones in 24 h block self-service for 24 h (N5; Entra's number).</summary>
    public static readonly Throttle GateAttempts = new("gate-attempts", 5, TimeSpan.FromHours(24), TimeSpan.FromHours(24));

    /// <summary>Blocks of one account that are cleared by hand: whoever guesses must not have a friend at the help desk.</summary>
    public static readonly Throttle BlockClears = new("block-clears", 3, TimeSpan.FromHours(24));

    /// <summary>Answers while registering, on one account: 10 in 24 h. Apart from <see cref="GateAttempts"/>, so that a slip while registering never blocks a reset.</summary>
    public static readonly Throttle RegistrationAttempts = new("registration-attempts", 10, TimeSpan.FromHours(24));

    /// <summary>Messages that one account sends while registering, wherever they go: 10 in 24 h.</summary>
    public static readonly Throttle RegistrationSends = new("registration-sends", 10, TimeSpan.FromHours(24));

    /// <summary>What one account begins to register: 50 in 24 h. Answers to questions are hashed slowly, and every beginning leaves a row.</summary>
    public static readonly Throttle RegistrationDrafts = new("registration-drafts", 50, TimeSpan.FromHours(24));

    /// <summary>Second factors at the portal's own sign-in and before security info is changed, on one account: 10 wrong ones in 24 h. Whoever gets so far knows the password.</summary>
    public static readonly Throttle ProofAttempts = new("proof-attempts", 10, TimeSpan.FromHours(24));

    /// <summary>Calls to one phone, beside what is counted as messages: 3 in an hour, 5 a day (N9).</summary>
    public static readonly IReadOnlyList<Throttle> Calls =
    [
        new("calls-1h", 3, TimeSpan.FromHours(1)),
        new("calls-24h", 5, TimeSpan.FromHours(24)),
    ];

    /// <summary>Messages to one destination by people who register it, whoever they are: 3 in 15 minutes, 5 a day. Apart from <see cref="Sends"/>, so that nobody uses up what the owner needs for a reset.</summary>
    public static readonly IReadOnlyList<Throttle> RegistrationSendsTo =
    [
        new("registration-sends-to-15m", 3, TimeSpan.FromMinutes(15)),
        new("registration-sends-to-24h", 5, TimeSpan.FromHours(24)),
    ];

    /// <summary>Notices to one person of what strangers can bring about: one a day of each kind.</summary>
    public static Throttle OncePerDay(NoticeKind kind) => new($"notice-{kind}", 1, TimeSpan.FromHours(24));

    /// <summary>Messages to one destination: 3 in 15 minutes, 5 in an hour, 10 a day (N9).</summary>
    public static readonly IReadOnlyList<Throttle> Sends =
    [
        new("sends-15m", 3, TimeSpan.FromMinutes(15)),
        new("sends-1h", 5, TimeSpan.FromHours(1)),
        new("sends-24h", 10, TimeSpan.FromHours(24)),
    ];

    /// <summary>Resets of one account that come to their end: 5 in an hour. Nobody needs more; a stolen phone might.</summary>
    public static readonly Throttle ResetsPerAccount = new("resets", 5, TimeSpan.FromHours(1));

    /// <summary>New passwords of one account that the organisation's directory is asked to take: 10 in an hour. It tells of earlier passwords by refusing them.</summary>
    public static readonly Throttle DirectoryWrites = new("directory-writes", 10, TimeSpan.FromHours(1));

    /// <summary>Messages to the administrators for one person who cannot get back in: one in 24 hours.</summary>
    public static readonly Throttle Contacts = new("contacts", 1, TimeSpan.FromHours(24));

    /// <summary>Wishes for help from one network: 10 in an hour. Each is a mail to every administrator.</summary>
    public static readonly Throttle ContactsPerNetwork = new("contacts-network", 10, TimeSpan.FromHours(1));

    /// <summary>Wishes for help of everybody: 100 a day.</summary>
    public static readonly Throttle ContactsOfAll = new("contacts-all", 100, TimeSpan.FromHours(24));

    /// <summary>User IDs tried from one address: 10 in 15 minutes (N32).</summary>
    public static readonly Throttle IdentifyPerAddress = new("identify-address", 10, TimeSpan.FromMinutes(15));

    /// <summary>User IDs tried from one network: 30 in an hour (N32).</summary>
    public static readonly Throttle IdentifyPerNetwork = new("identify-network", 30, TimeSpan.FromHours(1));

    /// <summary>What an address is counted by: itself, or for IPv6 its /64, which is one customer's (N10).</summary>
    public static string Network(string address) => Prefix(address, 4, 8);

    /// <summary>The network an address is in: its /24, or for IPv6 the /56 that one site is given (RFC 6177), whose /64s it could take one after the other (N10).</summary>
    public static string WideNetwork(string address) => Prefix(address, 3, 7);

    private static string Prefix(string address, int bytes, int bytesOfIPv6)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return address;
        var plain = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytesOfIPv6 : bytes));
    }

    /// <summary>User IDs tried from one browser: 5 in 15 minutes (N32).</summary>
    public static readonly Throttle IdentifyPerBrowser = new("identify-browser", 5, TimeSpan.FromMinutes(15));
}
