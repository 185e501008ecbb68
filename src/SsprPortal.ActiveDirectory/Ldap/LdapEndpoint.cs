using System.Security.Cryptography.X509Certificates;
using SsprPortal.Core.Policies;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>A server and how it is spoken to: always by TLS, with the name in its certificate checked. There is no way to accept any certificate.</summary>
/// <param name="Host">The server's name, as its certificate bears it.</param>
/// <param name="Port">Its port: 636 for TLS from the first byte, 389 for StartTLS.</param>
internal sealed record LdapEndpoint(string Host, int Port)
{
    /// <summary>Whether TLS begins by StartTLS (RFC 4511 section 4.14); otherwise by the first byte.</summary>
    public bool StartTls { get; init; }

    /// <summary>The authorities that are trusted, in place of those of the system; null for those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>How long a connection with its TLS may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one operation may take.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A server as it is configured: "dc1.contoso.com", with ":port" where it is not the usual one; null when it is none.</summary>
    public static LdapEndpoint? Parse(string text, bool startTls) =>
        DirectorySettings.ReadServer(text) is var (host, port) ? new(host, port ?? (startTls ? 389 : 636)) { StartTls = startTls } : null;

    /// <summary>Server and port.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
