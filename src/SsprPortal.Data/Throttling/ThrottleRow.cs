namespace SsprPortal.Data.Throttling;

/// <summary>One counter.</summary>
internal sealed class ThrottleRow
{
    /// <summary>The limit's name and the keyed hash of its subject.</summary>
    public required string Key { get; set; }

    /// <summary>The account, where the limit is counted by account.</summary>
    public Guid? SubjectId { get; set; }

    public required int Count { get; set; }

    public required DateTimeOffset WindowEndsAt { get; set; }
}

/// <summary>A token that was used; the row is the mark.</summary>
internal sealed class UsedTokenRow
{
    public required string Purpose { get; set; }

    public required byte[] TokenHash { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
