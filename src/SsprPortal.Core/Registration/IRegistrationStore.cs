namespace SsprPortal.Core.Registration;

/// <summary>What is known of one person's registration beside the entries.</summary>
/// <param name="HeldUntil">Until when nothing may be changed (UTC), after a reset.</param>
/// <param name="ReviewedAt">When the person last said that it is all still right (UTC).</param>
/// <param name="RequiredAt">Since when an administrator demands that the person registers anew (UTC): what was neither registered nor used since does not count.</param>
public sealed record RegistrationState(DateTimeOffset? HeldUntil, DateTimeOffset? ReviewedAt, DateTimeOffset? RequiredAt = null);

/// <summary>What people registered.</summary>
public interface IRegistrationStore
{
    /// <summary>Everything a person registered, oldest first.</summary>
    Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Writes one entry. False when its place is taken, or somebody else has the same one: nothing was written.</summary>
    Task<bool> TryAddAsync(RegisteredMethod method, CancellationToken cancellationToken);

    /// <summary>Notes that an entry was used, and what of it is used up: true for exactly one of any number of callers that read the same <see cref="RegisteredMethod.Counter"/>.</summary>
    Task<bool> TryUseAsync(RegisteredMethod method, long counter, CancellationToken cancellationToken);

    /// <summary>Gives an entry another name. False when the person has no such entry.</summary>
    Task<bool> TryRenameAsync(Guid userId, Guid id, string hint, CancellationToken cancellationToken);

    /// <summary>Deletes an entry. True for exactly one caller.</summary>
    Task<bool> TryRemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken);

    /// <summary>Removes every entry of one kind.</summary>
    Task RemoveAllAsync(Guid userId, string kind, CancellationToken cancellationToken);

    /// <summary>What else is known of a person's registration.</summary>
    Task<RegistrationState> StateAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Forbids changes until then (UTC).</summary>
    Task HoldAsync(Guid userId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes a hold back, unless another has taken its place: that one belongs to a reset that was finished meanwhile.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="until">The hold that was set (UTC).</param>
    /// <param name="before">What was there before it (UTC); null: nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task ReleaseHoldAsync(Guid userId, DateTimeOffset until, DateTimeOffset? before, CancellationToken cancellationToken);

    /// <summary>Notes that the person has said now that it is all still right.</summary>
    Task NoteReviewAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Demands that the person registers anew from now on.</summary>
    Task RequireAsync(Guid userId, CancellationToken cancellationToken);
}
