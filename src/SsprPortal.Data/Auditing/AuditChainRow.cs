namespace SsprPortal.Data.Auditing;

/// <summary>The two ends of the chain: the entry that was sealed last, and the one that was deleted last.</summary>
internal sealed class AuditChainRow
{
    public const int TheOnlyId = 1;

    public int Id { get; set; } = TheOnlyId;

    public required long HeadNumber { get; set; }

    public required byte[] HeadSeal { get; set; }

    public required long AnchorNumber { get; set; }

    public required byte[] AnchorSeal { get; set; }

    /// <summary>Keyed: only the portal can say that what is missing before the anchor is missing rightly.</summary>
    public required byte[] AnchorMac { get; set; }
}
