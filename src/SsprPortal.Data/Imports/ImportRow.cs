using SsprPortal.Core.Imports;

namespace SsprPortal.Data.Imports;

/// <summary>A file of accounts, and how far it is written.</summary>
internal sealed class ImportRow
{
    public required Guid Id { get; set; }

    public required ImportState State { get; set; }

    public required Guid ActorId { get; set; }

    public required string ActorName { get; set; }

    /// <summary>The client's IP address.</summary>
    public string? Address { get; set; }

    public required DateTimeOffset At { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string Encoding { get; set; } = "";

    public int Lines { get; set; }

    /// <summary>The number of the chunk that comes next.</summary>
    public int Cursor { get; set; }

    public int Processed { get; set; }

    public int Created { get; set; }

    public int Changed { get; set; }

    public int Unchanged { get; set; }

    public int Failed { get; set; }
}

/// <summary>Some lines of a file, encrypted; gone when the import is over.</summary>
internal sealed class ImportChunkRow
{
    public required Guid ImportId { get; set; }

    /// <summary>From 0.</summary>
    public required int Number { get; set; }

    public required byte[] Protected { get; set; }
}

/// <summary>An error of a line; never what stood there.</summary>
internal sealed class ImportErrorRow
{
    public long Id { get; set; }

    public required Guid ImportId { get; set; }

    public required int Line { get; set; }

    public string? Column { get; set; }

    public required string Reason { get; set; }
}
