using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Reporting;

/// <summary>How far the figures follow the audit. One row; whoever changes its version may write figures.</summary>
internal sealed class RollUpRow
{
    public const int TheOnlyId = 1;

    public int Id { get; set; } = TheOnlyId;

    public required int Version { get; set; }

    /// <summary>The place in the audit's chain up to which it is counted.</summary>
    public required long SealNumber { get; set; }

    /// <summary>On what the usability of security info depends beside the person; when it changes, everybody is looked at anew.</summary>
    public required string Basis { get; set; }
}

/// <summary>People who are to be looked at anew, a batch at a time.</summary>
internal sealed class ProfileSweepRow
{
    /// <summary>Most accounts of <see cref="People"/>: 8,000 bytes, what SQL Server keeps in the row.</summary>
    public const int MaxPeople = 500;

    public long Id { get; set; }

    /// <summary>Whoever belongs or belonged to this group; null for everybody.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>These accounts, 16 bytes each, where <see cref="GroupId"/> is null too; null for a whole group or everybody.</summary>
    public byte[]? People { get; set; }

    /// <summary>The last account that was looked at.</summary>
    public Guid? After { get; set; }
}

/// <summary>How often something happened in an hour.</summary>
internal sealed class HourlyCountRow
{
    /// <summary>The beginning of the hour (UTC).</summary>
    public required DateTimeOffset Hour { get; set; }

    public required AuditCode Code { get; set; }

    public required string MethodId { get; set; }

    public required string Stage { get; set; }

    public required string Reason { get; set; }

    public long Count { get; set; }
}

/// <summary>People whom every policy treats alike, as <see cref="Core.Administration.PeopleAlike"/>.</summary>
internal sealed class PeopleAlikeRow
{
    public long Id { get; set; }

    /// <summary>SHA-256 of all that they have in common.</summary>
    public required byte[] Key { get; set; }

    /// <summary>Ids of their groups, sorted, parted by blanks.</summary>
    public required string Groups { get; set; }

    /// <summary>"mobile:1:stored office:1:known": kind, gates, where from; sorted, parted by blanks.</summary>
    public required string Known { get; set; }

    public required bool Enabled { get; set; }

    public required bool HoldsRole { get; set; }

    public long Count { get; set; }
}

/// <summary>With whom a person is alike.</summary>
internal sealed class PersonProfileRow
{
    public required Guid UserId { get; set; }

    public required long AlikeId { get; set; }

    /// <summary>The normalised user name, by which lists are ordered.</summary>
    public required string Name { get; set; }
}
