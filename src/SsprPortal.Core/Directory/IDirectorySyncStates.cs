namespace SsprPortal.Core.Directory;

/// <summary>Why people who are gone from the directory are not removed from the portal's record unasked.</summary>
public enum RemovalHold
{
    /// <summary>So many were missing at once that something else is likelier to be wrong, or nobody was found at all: until an administrator says so, or all of them are found again.</summary>
    VeryMany = 0,

    /// <summary>Other people are looked for than before: likewise.</summary>
    SettingsChanged = 1,

    /// <summary>A server that may still have them could not be asked: until it can.</summary>
    ServerAway = 2,
}

/// <summary>How the portal's record of the directory's people stands.</summary>
public sealed record DirectorySyncState
{
    /// <summary>Whether somebody reads now.</summary>
    public bool IsRunning { get; init; }

    /// <summary>When the last reading began (UTC).</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When the last reading that came to its end did so (UTC).</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When everybody was read last, and not only who had changed (UTC); null when that never was, or was asked for anew.</summary>
    public DateTimeOffset? WholeEndedAt { get; init; }

    /// <summary>Up to where the directory was read: the directory's own words.</summary>
    public string? Mark { get; init; }

    /// <summary>How many people the reading that runs, or the last one, has read.</summary>
    public int Read { get; init; }

    /// <summary>How many people the directory has.</summary>
    public int People { get; init; }

    /// <summary>How many were left out, because an account of the portal's own has their name.</summary>
    public int Skipped { get; init; }

    /// <summary>How many are gone from the directory and still recorded, because something speaks against removing them unasked.</summary>
    public int Gone { get; init; }

    /// <summary>What speaks against it; null when nobody waits.</summary>
    public RemovalHold? Hold { get; init; }

    /// <summary>Why the last reading failed, by kind; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>The failure in words; nothing secret. Null when there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>So many an administrator allowed to be removed, once; 0 for none.</summary>
    public int MayRemove { get; init; }
}

/// <summary>Who reads the directory, and how far they are: one instance at a time.</summary>
public interface IDirectorySyncStates
{
    /// <summary>How it stands.</summary>
    Task<DirectorySyncState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a reading of everybody at once.</summary>
    /// <param name="mayRemove">How many may be removed by it; 0 for no more than may be unasked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task RequestAsync(int mayRemove, CancellationToken cancellationToken);

    /// <summary>Begins a reading, when one was asked for or the last one began before <paramref name="before"/>, and nobody else reads.</summary>
    /// <returns>How it stood, and whether everybody was asked for; null when there is nothing to do.</returns>
    Task<(DirectorySyncState State, bool Whole)?> TryBeginAsync(Guid holder, DateTimeOffset before, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Notes how far the reading is. False when somebody else reads by now.</summary>
    Task<bool> ProgressAsync(Guid holder, int read, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends the reading with what became of it.</summary>
    Task EndAsync(Guid holder, DirectorySyncState state, CancellationToken cancellationToken);
}
