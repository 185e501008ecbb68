using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A call to the phone that the directory knows; nobody registers it.</summary>
public sealed class OfficePhoneMethod(PortalAddress portal) : IVerificationMethod
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
    public bool? IsTarget(string registered, string? typed, SsprPolicy policy) => PhoneNumber.IsSame(registered.Split('X')[0], typed);

    /// <inheritdoc/>
    public RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) =>
        policy.Trusts(RegistrationKind) && PhoneNumber.ReadWithExtension(person.OfficePhone, policy.Country).Number is { } number && policy.AllowedPhoneCountries().Contains(number.Country)
            ? new(Guid.Empty, person.Id, RegistrationKind, number.LastTwoDigits, number.Stored, default)
            : null;

    /// <inheritdoc/>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => DecoyNumber.Of(seed, policy);

    /// <inheritdoc/>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) => Task.FromResult(CallAnswer.Begin(context, portal));

    /// <inheritdoc/>
    public bool HasAnswer(VerificationChallenge challenge, VerificationResponse response) => challenge.ConfirmedAt is not null;

    /// <inheritdoc/>
    public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken) =>
        Task.FromResult(CallAnswer.ProofOf(challenge, entries));
}
