using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A call to the phone that the directory knows; nobody registers it.</summary>
public sealed class OfficePhoneMethod(MessageTexts texts) : IVerificationMethod
{
    /// <inheritdoc/>
    public string Id => "office";

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.Phone;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Confirmation;

    /// <inheritdoc/>
    public string RegistrationKind => "office";

    /// <inheritdoc/>
    public MessageChannel? Channel => MessageChannel.Call;

    /// <inheritdoc/>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public bool AsksForTarget => true;

    /// <summary>The number without its extension: people know the one, the call dials the other.</summary>
    public bool? IsTarget(string registered, string? typed, SsprPolicy policy) =>
        PhoneNumber.Read(typed, policy.CallingCode) is { } number
            ? CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(number.E164), Encoding.ASCII.GetBytes(registered.Split('X')[0]))
            : null;

    /// <inheritdoc/>
    public RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) => null;

    /// <inheritdoc/>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) => Task.FromResult(CallAnswer.Begin(context, texts));

    /// <inheritdoc/>
    public bool HasAnswer(VerificationChallenge challenge, VerificationResponse response) => challenge.ConfirmedAt is not null;

    /// <inheritdoc/>
    public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken) =>
        Task.FromResult(CallAnswer.ProofOf(challenge, entries));
}
