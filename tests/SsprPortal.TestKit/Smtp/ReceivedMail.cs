using System.Text.Json;

namespace SsprPortal.TestKit.Smtp;

/// <summary>One mail as the server took it, decoded by a MIME parser that is not ours.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Tls">The version of TLS it travelled under, or null when it came in clear.</param>
/// <param name="User">Who signed in, if anyone did.</param>
/// <param name="Headers">Names in lower case, with values as written on the wire.</param>
/// <param name="FromName">The sender's display name, decoded.</param>
/// <param name="Subject">The subject, decoded.</param>
/// <param name="Text">The plain part, decoded.</param>
/// <param name="Html">The HTML part, decoded.</param>
/// <param name="Raw">Every byte of the message, one character each.</param>
public sealed record ReceivedMail(
    string From, IReadOnlyList<string> To, string? Tls, string? User, IReadOnlyList<IReadOnlyList<string>> Headers,
    string? FromName, string? Subject, string? Text, string? Html, string Raw)
{
    /// <summary>The one header of this name.</summary>
    public string Header(string name) => Headers.Single(header => string.Equals(header[0], name, StringComparison.OrdinalIgnoreCase))[1];

    internal static ReceivedMail Parse(string json) => JsonSerializer.Deserialize<ReceivedMail>(json, JsonSerializerOptions.Web)!;
}
