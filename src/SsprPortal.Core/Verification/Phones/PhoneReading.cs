namespace SsprPortal.Core.Verification.Phones;

/// <summary>Why something is not taken as a phone number.</summary>
public enum PhoneRefusal
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>Something else than digits and what stands between them, or far too few or too many.</summary>
    NotAPhoneNumber,

    /// <summary>No country has such a number.</summary>
    Impossible,

    /// <summary>A call or text there costs the organisation more than usual: premium rate and shared cost.</summary>
    Premium,

    /// <summary>A number of a country that the organisation does not send to.</summary>
    CountryNotAllowed,
}

/// <summary>A number, or why there is none.</summary>
/// <param name="Number">The number.</param>
/// <param name="Refusal">Why not.</param>
public sealed record PhoneReading(PhoneNumber? Number, PhoneRefusal? Refusal)
{
    /// <inheritdoc/>
    public override string ToString() => Refusal?.ToString() ?? nameof(PhoneReading);
}
