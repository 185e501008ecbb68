namespace SsprPortal.Core.Auditing;

/// <summary>Which entries of the audit are wanted; null where it does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>From this moment on (UTC).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment (UTC).</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whose account.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>What happened.</summary>
    public AuditCode? Code { get; init; }

    /// <summary>How it ended.</summary>
    public AuditResult? Result { get; init; }

    /// <summary>The verification method.</summary>
    public string? MethodId { get; init; }

    /// <summary>The client's IP address, as it is written.</summary>
    public string? Address { get; init; }

    /// <summary>The journey or session: the support reference.</summary>
    public Guid? CorrelationId { get; init; }
}

/// <summary>An entry as it was written, with the names its accounts have now.</summary>
/// <param name="Id">The row.</param>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Entry">What was written.</param>
/// <param name="Result">How it ended; null for what happens on the way to an end.</param>
/// <param name="Subject">The user name of whose account it is; null when there is none any more.</param>
/// <param name="Actor">The user name of who did it; null when it was the person, or there is none any more.</param>
/// <param name="Number">The place in the chain; null until it is sealed.</param>
public sealed record AuditLine(long Id, DateTimeOffset At, AuditEntry Entry, AuditResult? Result, string? Subject, string? Actor, long? Number);

/// <summary>Where a page ends: the next one goes on with what is older.</summary>
/// <param name="At">UTC.</param>
/// <param name="Id">Of several at the same moment.</param>
public sealed record AuditPlace(DateTimeOffset At, long Id);

/// <summary>Some entries, the newest first.</summary>
/// <param name="Lines">The entries.</param>
/// <param name="Next">Where the next page begins; null when nothing older can match.</param>
/// <param name="IsFull">Whether there are as many as were asked for; otherwise with a <paramref name="Next"/> the search stopped there for its cost.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, AuditPlace? Next, bool IsFull);

/// <summary>Reads the audit: what a page costs does not grow with it.</summary>
public interface IAuditReader
{
    /// <summary>So many entries are looked through for one page at most.</summary>
    const int LookedThrough = 5000;

    /// <summary>The newest entries that match, older than <paramref name="after"/>.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after"><see cref="AuditPage.Next"/> of the page before; null for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<AuditPage> ReadAsync(AuditFilter filter, AuditPlace? after, int atMost, CancellationToken cancellationToken);
}
