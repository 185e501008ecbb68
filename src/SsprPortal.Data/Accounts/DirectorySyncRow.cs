using SsprPortal.Core.Directory;

namespace SsprPortal.Data.Accounts;

/// <summary>Who reads the organisation's directory, and how far they are: one row.</summary>
internal sealed class DirectorySyncRow
{
    public const int TheOnlyId = 1;

    public int Id { get; set; } = TheOnlyId;

    /// <summary>Who reads; null when nobody does.</summary>
    public Guid? Holder { get; set; }

    /// <summary>Until when they are waited for (UTC).</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public DateTimeOffset? BeganAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? WholeEndedAt { get; set; }

    public string? Mark { get; set; }

    public int Read { get; set; }

    public int People { get; set; }

    public int Skipped { get; set; }

    public int Gone { get; set; }

    public RemovalHold? Hold { get; set; }

    public string? Failure { get; set; }

    public string? Detail { get; set; }

    /// <summary>Whether a reading of everybody was asked for.</summary>
    public bool IsRequested { get; set; }

    public int MayRemove { get; set; }
}
