namespace SsprPortal.Core.Registration;

/// <summary>What people registered.</summary>
public interface IRegistrationStore
{
    /// <summary>Everything a person registered, oldest first.</summary>
    Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Writes one entry. False when the person has one of this kind already: nothing was written.</summary>
    Task<bool> TryAddAsync(RegisteredMethod method, CancellationToken cancellationToken);
}
