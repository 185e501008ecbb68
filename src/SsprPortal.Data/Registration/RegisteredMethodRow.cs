namespace SsprPortal.Data.Registration;

/// <summary>What a person registered, at rest. One table for every method, so that a new method needs no migration.</summary>
internal sealed class RegisteredMethodRow
{
    public required Guid Id { get; set; }

    public required Guid UserId { get; set; }

    public required string Kind { get; set; }

    /// <summary>Which of several of one kind; a kind of which a person has one uses 0, and the unique index keeps it so.</summary>
    public int Slot { get; set; }

    public required string Hint { get; set; }

    public required string ProtectedValue { get; set; }

    public required DateTimeOffset RegisteredAt { get; set; }

    /// <summary>Keyed hash of what the entry can be found by; null when by nothing.</summary>
    public byte[]? LookupHash { get; set; }

    public long Counter { get; set; }

    public int Gates { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What is known of one person's registration beside the entries.</summary>
internal sealed class RegistrationStateRow
{
    public required Guid UserId { get; set; }

    /// <summary>Until when nothing may be changed.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>Since when an administrator demands that the person registers anew.</summary>
    public DateTimeOffset? RequiredAt { get; set; }

    /// <summary>When the person was reminded to register last.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>How often.</summary>
    public int Reminders { get; set; }
}
