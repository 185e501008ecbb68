using System.Buffers.Binary;
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

    /// <summary>What somebody seems to have registered of a method; one in four has two, where people may have several.</summary>
    public IReadOnlyList<RegisteredMethod> Of(IVerificationMethod method, Guid subjectId, SsprPolicy policy)
    {
        var first = Entry(method, subjectId, 0, policy);
        return method is IRegistrableMethod { MaxEntries: > 1 } && first.Id.ToByteArray()[0] % 4 == 0 ? [first, Entry(method, subjectId, 1, policy)] : [first];
    }

    private RegisteredMethod Entry(IVerificationMethod method, Guid subjectId, byte number, SsprPolicy policy)
    {
        var seed = hash.Compute("decoy-entry", [number, .. subjectId.ToByteArray(), .. Encoding.UTF8.GetBytes(method.RegistrationKind)]);
        var decoy = method.Decoy(seed, policy);
        // At any time of the day: what is pinned for a day changes with it.
        var at = DateTimeOffset.UnixEpoch.AddSeconds(BinaryPrimitives.ReadUInt32BigEndian(seed.AsSpan(28)) % (400 * 24 * 60 * 60));
        return new(new Guid(seed.AsSpan(0, 16)), subjectId, method.RegistrationKind, decoy.Hint, decoy.Value, at) { Gates = decoy.Gates, IsDecoy = true };
    }
}
