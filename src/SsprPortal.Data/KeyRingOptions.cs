namespace SsprPortal.Data;

/// <summary>The certificate that encrypts the key ring (section "KeyRing"). Required outside Development: without it, a copy of the database is a copy of every phone number.</summary>
public sealed class KeyRingOptions
{
    /// <summary>Path of a PKCS #12 file with its private key.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The password of that file.</summary>
    public string? CertificatePassword { get; set; }
}
