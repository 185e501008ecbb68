namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>What went wrong with a server, as far as an administrator can do something about it.</summary>
internal enum LdapFailure
{
    /// <summary>The name has no address.</summary>
    NameNotResolved,

    /// <summary>Nobody listens at the port.</summary>
    ConnectionRefused,

    /// <summary>No way to the server: the network says so.</summary>
    NetworkUnreachable,

    /// <summary>No connection, or no TLS, within the time for it: a firewall that drops, or a server that hangs.</summary>
    ConnectTimeout,

    /// <summary>TLS came to nothing for another reason than the certificate; also a refused StartTLS.</summary>
    TlsFailed,

    /// <summary>The certificate's authority is not trusted here, or the certificate is not one for servers.</summary>
    CertificateUntrusted,

    /// <summary>The certificate is trusted, but names another server.</summary>
    CertificateNameMismatch,

    /// <summary>The certificate is trusted and names the server, but is not valid now.</summary>
    CertificateExpired,

    /// <summary>The server was reached, and did not answer in time.</summary>
    ResponseTimeout,

    /// <summary>The connection broke, or the server ended it.</summary>
    ConnectionLost,

    /// <summary>What the server sent is not LDAP.</summary>
    Protocol,

    /// <summary>The server answered, with a refusal: <see cref="LdapException.Result"/>.</summary>
    Rejected,

    /// <summary>The server refuses the portal's own account: <see cref="LdapException.Result"/>.</summary>
    ServiceAccountRefused,

    /// <summary>No server was asked: the password of the portal's account is missing, or a setting cannot be read.</summary>
    SettingsUnusable,
}
