using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.Authenticator;

namespace SsprPortal.Core.Verification.RecoveryCodes;

/// <summary>
/// Eight codes that the person puts away, each good once (NIST SP 800-63B, section 3.1.2: look-up secrets, 64 bits at least). New ones
/// take the place of the old. Only keyed hashes are stored; the counter of an entry has a bit for each code that is spent.
/// </summary>
public sealed class RecoveryCodesMethod(IKeyedHash hash) : IRegistrableMethod
{
    /// <summary>How many codes there are.</summary>
    public const int Count = 8;

    /// <summary>80 bits: sixteen letters of base32, in fours.</summary>
    private const int Bytes = 10;

    /// <summary>What the page sends when the person says that they are put away.</summary>
    private const string Saved = "saved";

    /// <inheritdoc/>
    public string Id => "codes";

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.Paper;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Code;

    /// <inheritdoc/>
    public string RegistrationKind => "codes";

    /// <inheritdoc/>
    public string Icon => "password";

    /// <inheritdoc/>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool IsUsable(RegisteredMethod entry, SsprPolicy policy) => Left(entry) > 0;

    /// <summary>How many are left.</summary>
    public string Hint(RegisteredMethod entry) => Left(entry).ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes the codes.</summary>
    public Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult(new EnrolmentDraft(string.Join(' ', Enumerable.Range(0, Count).Select(_ => Write(RandomNumberGenerator.GetBytes(Bytes))))));

    /// <inheritdoc/>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy)
    {
        var unreachable = Convert.ToBase64String(seed);
        return new(string.Join(' ', Enumerable.Repeat(unreachable, Count)), "");
    }

    /// <inheritdoc/>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) => Task.FromResult(new ChallengeStart([]));

    /// <summary>While registering: the codes.</summary>
    public IReadOnlyList<string> Prompts(VerificationChallenge challenge, string language) => challenge.Target.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken) =>
        Task.FromResult(challenge.Owner.Purpose == ChallengePurpose.Registration ? Register(challenge, response) : Verify(challenge, response, entries));

    private Proof? Register(VerificationChallenge challenge, VerificationResponse response) => response.Text == Saved
        ? new() { Value = string.Join(' ', challenge.Target.Split(' ').Select(code => Convert.ToBase64String(Hash(challenge.Owner.SubjectId, Read(code)!)))) }
        : null;

    private Proof? Verify(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries)
    {
        if (Read(response.Text) is not { } typed || entries is not [var entry, ..])
            return null;
        var right = Hash(challenge.Owner.SubjectId, typed);

        // Every code is looked at, whichever is right.
        var spent = entry.Counter;
        var stored = entry.Value.Split(' ');
        for (var i = 0; i < stored.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(stored[i]), right))
                spent |= 1L << i;
        }

        return spent == entry.Counter ? null : new() { Entry = entry, Counter = spent };
    }

    private byte[] Hash(Guid person, byte[] code) => hash.Compute("recovery-code", [.. person.ToByteArray(), .. code]);

    private static int Left(RegisteredMethod entry) => Count - BitOperations.PopCount((ulong)entry.Counter);

    private static string Write(byte[] code) => string.Join('-', Base32.Encode(code).Chunk(4).Select(four => new string(four)));

    // As it was put away: hyphens, blanks, capitals and full-width letters make no difference.
    private static byte[]? Read(string? typed) =>
        typed is { Length: <= 64 } && Base32.Read(string.Concat(typed.Select(Plain).Where(c => c is not '-'))) is { Length: Bytes } code ? code : null;

    private static char Plain(char c) => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c is '‐' or '‑' or '–' or '−' or 'ー' ? '-' : c;
}
