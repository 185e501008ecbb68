using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Verification.Authenticator;

/// <summary>A code from an authenticator app (RFC 6238). The counter of an entry is the last step that was accepted: no code works twice.</summary>
public sealed class AuthenticatorMethod(TimeProvider clock) : IRegistrableMethod
{
    /// <inheritdoc/>
    public string Id => "app";

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.App;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Code;

    /// <inheritdoc/>
    public string RegistrationKind => "app";

    /// <inheritdoc/>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(10);

    /// <summary>Five (Entra's number).</summary>
    public int MaxEntries => 5;

    /// <summary>A new seed, and the address an app reads it from.</summary>
    public Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var secret = Totp.CreateSecret();
        return Task.FromResult(new EnrolmentDraft($"{Base32.Encode(secret)} {Totp.KeyUri(policy.OrganizationName, person.UserName, secret)}"));
    }

    /// <inheritdoc/>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => new(Base32.Encode(seed[..20].ToArray()), "#1");

    /// <inheritdoc/>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) => Task.FromResult(new ChallengeStart([]));

    /// <summary>While registering: the seed in letters, in fours, and the address for the picture.</summary>
    public IReadOnlyList<string> Prompts(VerificationChallenge challenge, string language) =>
        challenge.Target.Split(' ') is [var seed, var address] ? [string.Join(' ', seed.Chunk(4).Select(four => new string(four))), address] : [];

    /// <inheritdoc/>
    public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken) =>
        Task.FromResult(OneTimeCode.Read(response.Text)?.Reveal() is { } digits ? Verify(challenge, digits, entries) : null);

    private Proof? Verify(VerificationChallenge challenge, string digits, IReadOnlyList<RegisteredMethod> entries)
    {
        var now = clock.GetUtcNow();
        if (challenge.Owner.Purpose == ChallengePurpose.Registration)
        {
            var seed = challenge.Target.Split(' ')[0];
            return Totp.Match(Base32.Read(seed)!, digits, now, lastStep: 0) is { } first ? new() { Value = seed, Counter = first } : null;
        }

        // Every app is looked at, whichever is right.
        Proof? proof = null;
        foreach (var entry in entries)
        {
            if (Totp.Match(Base32.Read(entry.Value)!, digits, now, entry.Counter) is { } step)
                proof ??= new() { Entry = entry, Counter = step };
        }

        return proof;
    }
}
