using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
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
    public override bool? IsTarget(string registered, string? typed, SsprPolicy policy) =>
        PhoneNumber.Read(typed, policy.CallingCode) is { } number
            ? CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(number.E164), Encoding.ASCII.GetBytes(registered))
            : null;

    /// <inheritdoc/>
    public override string HintOf(string target) => target[^2..];

    /// <inheritdoc/>
    public override Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) => Task.FromResult(
        string.IsNullOrWhiteSpace(input.Target) ? EnrolmentDraft.Refused(TargetRefusal.Missing)
        : PhoneNumber.Read(input.Target, policy.CallingCode) is { } number ? new(number.E164)
        : EnrolmentDraft.Refused(TargetRefusal.NotAPhoneNumber));
}
