namespace SsprPortal.Data.Sessions;

/// <summary>A signed-in browser.</summary>
internal sealed class PortalSessionRow
{
    public required Guid Id { get; set; }

    public required byte[] HandleHash { get; set; }

    public required Guid UserId { get; set; }

    /// <summary>The account's security stamp when the session was opened: another password is another stamp, and the session is out.</summary>
    public required string SecurityStamp { get; set; }

    public required DateTimeOffset OpenedAt { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When more than the password was proved last.</summary>
    public DateTimeOffset? ProvedAt { get; set; }

    /// <summary>Whether a second factor is still asked for.</summary>
    public bool NeedsProof { get; set; }

    /// <summary>Whether the password was too old at the sign-in.</summary>
    public bool NeedsNewPassword { get; set; }
}
