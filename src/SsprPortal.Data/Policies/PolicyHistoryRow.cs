namespace SsprPortal.Data.Policies;

/// <summary>A version of the policy, kept for good: what an entry of the audit has no room for.</summary>
internal sealed class PolicyHistoryRow
{
    public required int Version { get; set; }

    public required string Json { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}
