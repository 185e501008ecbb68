namespace SsprPortal.Messaging.Smtp;

/// <summary>The server that takes the portal's mail (section "Smtp").</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name, as its certificate bears it.</summary>
    public string Host { get; set; } = "";

    /// <summary>The submission port (RFC 6409): 587, or 25 within an organisation. Not 465: TLS begins by STARTTLS (RFC 3207).</summary>
    public int Port { get; set; } = 587;

    /// <summary>The account to sign in with; empty where the server knows the portal by its address.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The account's password: a secret.</summary>
    public string Password { get; set; } = "";

    /// <summary>The address that the portal's mail comes from; its domain also makes the Message-ID.</summary>
    public string From { get; set; } = "";

    /// <summary>The name shown as the sender, and at the head of the mail: the organisation's.</summary>
    public string FromName { get; set; } = "SSPR Portal";

    /// <summary>Whether mail leaves by a checked TLS connection only. May be false in Development alone.</summary>
    public bool RequireTls { get; set; } = true;

    /// <summary>How long one mail may take, in seconds (1–40).</summary>
    public int TimeoutSeconds { get; set; } = 30;
}
