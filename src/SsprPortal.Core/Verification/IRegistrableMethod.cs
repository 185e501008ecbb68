using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Verification;

/// <summary>Why something cannot be registered.</summary>
public enum TargetRefusal
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>Not a phone number.</summary>
    NotAPhoneNumber,

    /// <summary>A phone number that no country has.</summary>
    ImpossibleNumber,

    /// <summary>A phone number that costs more than others: premium rate or shared cost.</summary>
    PremiumNumber,

    /// <summary>A phone number of a country that the organisation does not send to.</summary>
    CountryNotAllowed,

    /// <summary>Not an email address.</summary>
    NotAnAddress,

    /// <summary>The mailbox that is opened with the very password a reset is for.</summary>
    OwnMailbox,
}

/// <summary>What was typed, in its normal form, or why it cannot be registered.</summary>
/// <param name="Value">The normal form: E.164, or an address.</param>
/// <param name="Hint">What may be shown of it: two digits, or a masked address.</param>
/// <param name="Refusal">Why not.</param>
public sealed record TargetResult(string Value, string Hint, TargetRefusal? Refusal = null)
{
    /// <summary>A refusal.</summary>
    public static TargetResult Refused(TargetRefusal refusal) => new("", "", refusal);

    /// <inheritdoc/>
    public override string ToString() => Refusal?.ToString() ?? nameof(TargetResult);
}

/// <summary>A method whose phone or address a person registers by typing it and proving it with a code.</summary>
public interface IRegistrableMethod : IVerificationMethod
{
    /// <summary>Reads what a person typed.</summary>
    TargetResult ReadTarget(string? typed, DirectoryUser person, SsprPolicy policy);
}
