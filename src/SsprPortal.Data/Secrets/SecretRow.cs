namespace SsprPortal.Data.Secrets;

/// <summary>One key of the data protection key ring, as XML; encrypted with the certificate where one is configured.</summary>
internal sealed class DataProtectionKeyRow
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Xml { get; set; }
}

/// <summary>A secret of the portal's own, encrypted under the key ring.</summary>
internal sealed class SecretRow
{
    public required string Name { get; set; }

    public required string ProtectedValue { get; set; }
}
