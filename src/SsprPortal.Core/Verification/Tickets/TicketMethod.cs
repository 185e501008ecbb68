using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.Tickets;

/// <summary>
/// A code that the help desk tells somebody whom it has recognised. It is good once and for an hour, it is one gate of two whatever
/// policy says, and it comes after another: the help desk alone opens no account, and neither does whoever overhears it.
/// </summary>
public sealed class TicketMethod(IKeyedHash hash, TimeProvider clock) : IVerificationMethod
{
    /// <summary>The kind under which a ticket is kept beside what the person registered.</summary>
    public const string Kind = "ticket";

    /// <summary>Characters of a code: 35 bits, at five tries a day.</summary>
    public const int Length = 8;

    /// <summary>How long a ticket can be used.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(60);

    // Told over the phone and typed: no two of these look alike.
    private const string Alphabet = "34679ACDEFGHJKMNPRTWXY";

    /// <inheritdoc/>
    public string Id => Kind;

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.Vouched;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Code;

    /// <inheritdoc/>
    public string RegistrationKind => Kind;

    /// <inheritdoc/>
    public string Icon => "password";

    /// <inheritdoc/>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool StandsAlone => false;

    /// <summary>No: nobody vouches for people with a role, nor at a sign-in.</summary>
    public bool IsSecondFactor => false;

    /// <summary>A new ticket, and the code to be told, which is kept nowhere.</summary>
    public (RegisteredMethod Ticket, string Code) Issue(Guid userId)
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Length);
        return (new(Guid.NewGuid(), userId, Kind, "", Convert.ToBase64String(Hash(userId, code)), clock.GetUtcNow()), $"{code[..(Length / 2)]}-{code[(Length / 2)..]}");
    }

    /// <summary>Whether it has neither been used nor run out.</summary>
    public bool IsUsable(RegisteredMethod entry, SsprPolicy policy) => IsOpen(entry);

    /// <summary>Never asked for: policy does not name it, and it is shown to nobody who has not proved something.</summary>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => new(Convert.ToBase64String(seed), "");

    /// <inheritdoc/>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) => Task.FromResult(new ChallengeStart([]));

    /// <inheritdoc/>
    public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
    {
        var right = Read(response.Text) is { } typed && entries is [var entry, ..]
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(entry.Value), Hash(challenge.Owner.SubjectId, typed)) && IsOpen(entry);
        return Task.FromResult(right ? new Proof { Entry = entries[0], Counter = 1 } : null);
    }

    private bool IsOpen(RegisteredMethod entry) => entry.Counter == 0 && clock.GetUtcNow() < entry.RegisteredAt + Validity;

    private byte[] Hash(Guid person, string code) => hash.Compute("ticket", [.. person.ToByteArray(), .. Encoding.ASCII.GetBytes(code)]);

    // As it was heard: hyphens, blanks, small and full-width letters make no difference.
    private static string? Read(string? typed)
    {
        if (typed is not { Length: <= 64 })
            return null;
        var code = string.Concat(typed.Select(c => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c).Where(c => c is not '-' && !char.IsWhiteSpace(c))).ToUpperInvariant();
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
    }
}
