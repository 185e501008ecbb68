using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A code by text message to the mobile phone.</summary>
public sealed class SmsMethod(IKeyedHash hash, MessageTexts texts) : CodeMethod(hash, texts)
{
    /// <inheritdoc/>
    public override string Id => "sms";

    /// <inheritdoc/>
    public override MethodClass Class => MethodClass.Phone;

    /// <inheritdoc/>
    public override string RegistrationKind => "mobile";

    /// <inheritdoc/>
    public override TimeSpan Lifetime => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override bool AsksForTarget => true;

    /// <inheritdoc/>
    protected override MessageChannel Carrier => MessageChannel.Text;

    /// <inheritdoc/>
    public override bool? IsTarget(string registered, string? typed, SsprPolicy policy) => PhoneNumber.IsSame(registered, typed);

    /// <inheritdoc/>
    public override TargetResult ReadTarget(string? typed, DirectoryUser person, SsprPolicy policy)
    {
        var (number, refusal) = PhoneNumber.Read(typed, policy.Country, policy.AllowedPhoneCountries());
        return number is not null
            ? new(number.E164, number.LastTwoDigits)
            : TargetResult.Refused(refusal switch
            {
                PhoneRefusal.Missing => TargetRefusal.Missing,
                PhoneRefusal.NotAPhoneNumber or null => TargetRefusal.NotAPhoneNumber,
                PhoneRefusal.Impossible => TargetRefusal.ImpossibleNumber,
                PhoneRefusal.Premium => TargetRefusal.PremiumNumber,
                PhoneRefusal.CountryNotAllowed => TargetRefusal.CountryNotAllowed,
            });
    }
}
