using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SsprPortal.TestKit.Smtp;

/// <summary>A private certificate authority that lives as long as the test process, and the leaves it signs for "localhost".</summary>
internal static class TestCertificates
{
    private static readonly X509Certificate2 Authority = CreateAuthority();

    /// <summary>The authority's certificate in PEM: what a client must trust.</summary>
    public static string AuthorityPem { get; } = Authority.ExportCertificatePem();

    /// <summary>A key and certificate for localhost in PEM, signed by the authority or only by itself.</summary>
    public static (string Key, string Certificate) ForLocalhost(bool trusted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (Authority.NotBefore, Authority.NotAfter);
        using var leaf = trusted
            ? request.Create(Authority, from, to, RandomNumberGenerator.GetBytes(16))
            : request.CreateSelfSigned(from, to);
        return (key.ExportPkcs8PrivateKeyPem(), leaf.ExportCertificatePem());
    }

    private static X509Certificate2 CreateAuthority()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SSPR Portal test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(12));
    }
}
