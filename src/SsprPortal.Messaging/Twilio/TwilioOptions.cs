namespace SsprPortal.Messaging.Twilio;

/// <summary>The account that sends text messages (section "Twilio"; without it none is sent).</summary>
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

    /// <summary>Where the API is: another region's address, or a test server's.</summary>
    public Uri BaseUrl { get; set; } = new("https://api.twilio.com");

    /// <summary>How long one request may take, in seconds (1–40).</summary>
    public int TimeoutSeconds { get; set; } = 10;
}
