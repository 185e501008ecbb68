using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>
/// Looks at the certificate of one server as TLS begins, and knows afterwards why it was refused. Revocation is not looked up: the
/// lists of an organisation's own authority are mostly kept in the very directory that is being connected to.
/// </summary>
internal sealed class LdapCertificate(LdapEndpoint endpoint)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>When the certificate ends that the server showed; null when it showed none.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Why the certificate was refused; null when it was not.</summary>
    public LdapException? Refusal { get; private set; }

    /// <summary>What TLS is to ask for.</summary>
    public SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate, chain, errors),
        };
        if (endpoint.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                ApplicationPolicy = { new Oid(ServerAuthentication) },
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return options;
    }

    private bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 shown) ExpiresAt = shown.NotAfter;
        if (errors == SslPolicyErrors.None) return true;

        var status = chain?.ChainStatus.Select(each => each.Status).Where(each => each != X509ChainStatusFlags.NoError).Distinct().ToList() ?? [];
        var failure = certificate is null || status.Any(each => each != X509ChainStatusFlags.NotTimeValid) ? LdapFailure.CertificateUntrusted
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? LdapFailure.CertificateNameMismatch
            : LdapFailure.CertificateExpired;
        var ends = ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        Refusal = new(failure, $"{endpoint}: certificate refused ({string.Join(", ", status.Select(each => each.ToString()).Prepend(errors.ToString()))}); subject {certificate?.Subject}, issuer {certificate?.Issuer}, until {ends}");
        return false;
    }
}
