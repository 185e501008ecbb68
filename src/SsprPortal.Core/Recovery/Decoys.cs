using System.Text;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// What stands for accounts and registrations that do not exist, where that must not be told: the same today and tomorrow, different
/// for every account, and to be computed by nobody who has not the key.
/// </summary>
public sealed class Decoys(IKeyedHash hash)
{
    /// <summary>What stands for a user ID that nobody has, so that its tries are counted like anybody's.</summary>
    public Guid SubjectOf(string normalizedUserName) => new(hash.Compute("decoy-subject", Encoding.UTF8.GetBytes(normalizedUserName)).AsSpan(0, 16));

    /// <summary>What somebody seems to have registered of a method.</summary>
    public RegisteredMethod Of(IVerificationMethod method, Guid subjectId, SsprPolicy policy)
    {
        var seed = hash.Compute("decoy-entry", [.. subjectId.ToByteArray(), .. Encoding.UTF8.GetBytes(method.RegistrationKind)]);
        var (value, hint) = method.Decoy(seed, policy);
        return new(new Guid(seed.AsSpan(0, 16)), subjectId, method.RegistrationKind, hint, value, DateTimeOffset.UnixEpoch) { IsDecoy = true };
    }
}
