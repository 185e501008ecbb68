namespace SsprPortal.Data.Policies;

/// <summary>The policy as one document, with who changed it and when.</summary>
internal sealed class PolicyRow
{
    public const int TheOnlyId = 1;

    public int Id { get; set; } = TheOnlyId;

    public required string Json { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    public int Version { get; set; }
}
