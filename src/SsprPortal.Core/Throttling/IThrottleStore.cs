namespace SsprPortal.Core.Throttling;

/// <summary>Counters in the database, shared by all instances. Every take is one conditional statement whose row count decides.</summary>
public interface IThrottleStore
{
    /// <summary>Counts one occurrence unless the limit is reached. The subject is stored as a keyed hash.</summary>
    /// <returns>How many are left after this one (0 = this was the last), or null when the limit was reached before: not counted, refused.</returns>
    Task<int?> TryTakeAsync(Throttle throttle, string subject, CancellationToken cancellationToken);

    /// <summary>Gives back one occurrence that turned out not to count (a right answer).</summary>
    Task GiveBackAsync(Throttle throttle, string subject, CancellationToken cancellationToken);

    /// <summary>Whether the next take would be refused.</summary>
    Task<bool> IsExhaustedAsync(Throttle throttle, string subject, CancellationToken cancellationToken);

    /// <summary>Forgets the count: a completed reset, or an administrator.</summary>
    Task ClearAsync(Throttle throttle, string subject, CancellationToken cancellationToken);

    /// <summary>X.</summary>
    Task<int?> TryTakeAsync(Throttle throttle, Guid account, CancellationToken cancellationToken) => TryTakeAsync(throttle, account.ToString("N"), cancellationToken);
    /// <summary>X.</summary>
    Task<bool> IsExhaustedAsync(Throttle throttle, Guid account, CancellationToken cancellationToken) => IsExhaustedAsync(throttle, account.ToString("N"), cancellationToken);
    /// <summary>X.</summary>
    Task ClearAsync(Throttle throttle, Guid account, CancellationToken cancellationToken) => ClearAsync(throttle, account.ToString("N"), cancellationToken);
}
