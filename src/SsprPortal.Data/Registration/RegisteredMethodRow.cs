namespace SsprPortal.Data.Registration;

/// <summary>A registered phone or address at rest. One table for every method, so that a new method needs no migration.</summary>
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
}
