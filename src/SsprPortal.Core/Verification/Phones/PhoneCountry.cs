namespace SsprPortal.Core.Verification.Phones;

/// <summary>A country that has phones.</summary>
/// <param name="Code">ISO 3166 alpha-2, "JP".</param>
/// <param name="CallingCode">Digits only, "81"; other countries may have the same.</param>
public sealed record PhoneCountry(string Code, string CallingCode);
