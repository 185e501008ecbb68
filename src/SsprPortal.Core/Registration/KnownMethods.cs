using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>Everything a person can be reached or recognised by: what the person registered, and what the directory knows.</summary>
public sealed class KnownMethods(IRegistrationStore registrations, VerificationMethods methods)
{
    /// <summary>All of it, whatever policy allows; what is registered comes first, oldest first.</summary>
    public async Task<IReadOnlyList<RegisteredMethod>> OfAsync(DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        [.. await registrations.ListAsync(person.Id, cancellationToken), .. methods.All.Select(method => method.FromDirectory(person, policy)).OfType<RegisteredMethod>()];
}
