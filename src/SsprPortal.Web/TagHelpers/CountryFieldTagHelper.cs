using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Verification.Phones;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary>
/// <c>&lt;country-field for="Country" countries="@policy.AllowedPhoneCountries()" /&gt;</c>: the country of a phone number, by its name in
/// the language of the page and its calling code.
/// </summary>
[HtmlTargetElement("country-field", Attributes = "for,countries", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CountryFieldTagHelper : SelectFieldTagHelper
{
    /// <summary>Makes one that is called "Country or region", unless the page calls it something else.</summary>
    public CountryFieldTagHelper(IStringLocalizer<SharedTexts> texts)
        : base(texts) => Label = Texts["Country"];

    /// <summary>What may be chosen, ISO 3166 alpha-2; codes that no country has are left out.</summary>
    public IEnumerable<string> Countries { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var culture = CultureInfo.CurrentUICulture;
        Autocomplete ??= "tel-country-code";
        Options = PhoneCountries.Sorted(Countries.Select(PhoneCountries.Find).OfType<PhoneCountry>().Distinct(), culture)
            .Select(country => new SelectListItem($"{PhoneCountries.Name(country, culture)} (+{country.CallingCode})", country.Code));
        base.Process(context, output);
    }
}
