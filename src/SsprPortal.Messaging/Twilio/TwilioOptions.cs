namespace SsprPortal.Messaging.Twilio;

/// <summary>The account that sends text messages and calls (section "Twilio"; without it nobody does).</summary>
public sealed class TwilioOptions
{
    /// <summary>The account's id, "AC" and 32 hexadecimal digits.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>The account's token: a secret.</summary>
    public string AuthToken { get; set; } = "";

    /// <summary>The sender: a number of the account in E.164, or an alphanumeric sender id of up to 11 characters.</summary>
    public string? From { get; set; }

    /// <summary>The messaging service that chooses the sender, in place of <see cref="From"/>: "MG" and 32 hexadecimal digits.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>The number that calls, in E.164: of the account, or one it has verified. When missing it is <see cref="From"/>, if that is a number.</summary>
    public string? CallFrom { get; set; }

    /// <summary>Where the API is: another region's address, or a test server's.</summary>
    public Uri BaseUrl { get; set; } = new("https://api.twilio.com");

    /// <summary>How long one request may take, in seconds (1–40).</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Who calls; null when nobody can.</summary>
    internal string? Caller => !string.IsNullOrWhiteSpace(CallFrom) ? CallFrom : From is ['+', ..] ? From : null;
}
