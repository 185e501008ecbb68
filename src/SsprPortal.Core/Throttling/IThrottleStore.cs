namespace SsprPortal.Core.Throttling;

/// <summary>An account that is refused for a while.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Until">When it is refused no more (UTC).</param>
public sealed record AccountBlock(Guid AccountId, DateTimeOffset Until);

/// <summary>Counters in the database, shared by all instances. Every take is one conditional statement whose row count decides.</summary>
public interface IThrottleStore
{
    /// <summary>Counts one occurrence unless the limit is reached. The subject is stored as a keyed hash.</summary>
    /// <returns>How many are left after this one (0 = this was the last), or null when the limit was reached before: not counted, refused.</returns>
    Task<int?> TryTakeAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Counts nothing, and refuses where a take would be refused; by the statements of a take, so that time does not tell the two apart.</summary>
    /// <returns>How many are left, or null when the limit is reached.</returns>
    Task<int?> TryTakeNothingAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Gives back one occurrence that turned out not to count (a right answer).</summary>
    Task GiveBackAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Whether the next take would be refused.</summary>
    Task<bool> IsExhaustedAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Until when the next take would be refused (UTC); null when it would not.</summary>
    Task<DateTimeOffset?> ExhaustedUntilAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Forgets one count.</summary>
    /// <returns>Whether there was anything to forget.</returns>
    Task<bool> ClearAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken);

    /// <summary>Forgets everything that is counted of an account, in one statement: an administrator (N7).</summary>
    /// <returns>Whether there was anything.</returns>
    Task<bool> ClearAccountAsync(Guid accountId, CancellationToken cancellationToken);

    /// <summary>The accounts whose limit is reached now, in the order of their ids.</summary>
    /// <param name="throttle">A limit that is counted by account.</param>
    /// <param name="after">The last account of the page before; null for the first page.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<AccountBlock>> BlocksAsync(Throttle throttle, Guid? after, int atMost, CancellationToken cancellationToken);
}
