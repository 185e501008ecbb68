namespace SsprPortal.Core.Registration;

/// <summary>What a person registered, or what the directory knows of the person.</summary>
/// <param name="Id">The row; empty for what the directory knows.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Kind">Which methods may use it: "mobile", "email", "app".</param>
/// <param name="Hint">What may be shown: two digits, a masked address, the name its owner gave it.</param>
/// <param name="Value">The phone in E.164, the address, the seed, the hashes; encrypted at rest, never shown.</param>
/// <param name="RegisteredAt">UTC.</param>
public sealed record RegisteredMethod(Guid Id, Guid UserId, string Kind, string Hint, string Value, DateTimeOffset RegisteredAt)
{
    /// <summary>Which of several of one kind, from 0.</summary>
    public int Slot { get; init; }

    /// <summary>What of it has been used up, as its method counts: the last step of an app, the signature counter of a key, the codes that are spent.</summary>
    public long Counter { get; init; }

    /// <summary>How many gates it counts as.</summary>
    public int Gates { get; init; } = 1;

    /// <summary>When it was last used (UTC).</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>By what it can be found; stored as a keyed hash, and only written. Of a security key no two people have the same.</summary>
    public string? LookupKey { get; init; }

    /// <summary>Whether it is a row of ours, and not what the directory knows.</summary>
    public bool IsStored => Id != Guid.Empty;

    /// <summary>Whether it stands for what nobody has registered, where existence is concealed: nothing is sent to it and it proves nothing.</summary>
    public bool IsDecoy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}
