using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>The mobile phone: what a text and a call to it have in common.</summary>
public abstract class PhoneMethod(IKeyedHash hash, MessageTexts texts) : CodeMethod(hash, texts)
{
    /// <inheritdoc/>
    public override MethodClass Class => MethodClass.Phone;

    /// <inheritdoc/>
    public override string RegistrationKind => "mobile";

    /// <inheritdoc/>
    public override TimeSpan Lifetime => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override bool AsksForTarget => true;

    /// <inheritdoc/>
    public override bool? IsTarget(string registered, string? typed, SsprPolicy policy) => PhoneNumber.IsSame(registered, typed);

    /// <summary>
    /// Not where the organisation does not send (any more), nor what costs extra or is no number, however it came to be registered. A
    /// number that its country's plan does not have any more stays usable.
    /// </summary>
    public override bool IsUsable(RegisteredMethod entry, SsprPolicy policy) =>
        PhoneNumber.Read(entry.Value, policy.Country, policy.AllowedPhoneCountries()).Refusal is null or PhoneRefusal.Impossible;

    /// <inheritdoc/>
    public override RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) =>
        policy.Trusts(RegistrationKind) && PhoneNumber.Read(person.MobilePhone, policy.Country, policy.AllowedPhoneCountries()).Number is { } number
            ? new(Guid.Empty, person.Id, RegistrationKind, number.LastTwoDigits, number.E164, default)
            : null;

    /// <inheritdoc/>
    public override DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => DecoyNumber.Of(seed, policy);

    /// <inheritdoc/>
    public override string HintOf(string target) => target[^2..];

    /// <inheritdoc/>
    public override Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var (number, refusal) = PhoneNumber.Read(input.Target, PhoneCountries.Find(input.Country)?.Code ?? policy.Country, policy.AllowedPhoneCountries());
        return Task.FromResult(number is not null
            ? new EnrolmentDraft(number.E164)
            : EnrolmentDraft.Refused(refusal switch
            {
                PhoneRefusal.Missing => TargetRefusal.Missing,
                PhoneRefusal.NotAPhoneNumber or null => TargetRefusal.NotAPhoneNumber,
                PhoneRefusal.Impossible => TargetRefusal.ImpossibleNumber,
                PhoneRefusal.Premium => TargetRefusal.PremiumNumber,
                PhoneRefusal.CountryNotAllowed => TargetRefusal.CountryNotAllowed,
            }));
    }
}
