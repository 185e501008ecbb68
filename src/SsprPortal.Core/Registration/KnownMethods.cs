using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>Everything a person can be reached or recognised by: what the person registered, and what the directory knows.</summary>
public sealed class KnownMethods(IRegistrationStore registrations, VerificationMethods methods)
{
    /// <summary>All of it, whatever policy allows; what is registered comes first, oldest first.</summary>
    public async Task<IReadOnlyList<RegisteredMethod>> OfAsync(DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        await OfAsync(person.Id, person, policy, cancellationToken);

    /// <summary>The same of an account that may not be there: as much is looked for.</summary>
    public async Task<IReadOnlyList<RegisteredMethod>> OfAsync(Guid userId, DirectoryUser? person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        // Methods that use one kind know one entry of it, and what the person registered wins.
        var registered = await registrations.ListAsync(userId, cancellationToken);
        var known = methods.All.Select(method => person is null ? null : method.FromDirectory(person, policy)).OfType<RegisteredMethod>().DistinctBy(entry => entry.Kind);
        return [.. registered, .. known.ExceptBy(registered.Select(entry => entry.Kind), entry => entry.Kind)];
    }
}
