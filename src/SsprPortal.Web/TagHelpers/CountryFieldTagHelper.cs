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
public sealed class CountryFieldTagHelper : FieldTagHelper
{
    /// <summary>Makes one that is called "Country or region", unless the page calls it something else.</summary>
    public CountryFieldTagHelper(IStringLocalizer<SharedTexts> texts)
        : base(texts) => Label = Texts["Country"];

    /// <summary>What may be chosen, ISO 3166 alpha-2; codes that no country has are left out.</summary>
    public IEnumerable<string> Countries { get; set; } = [];

    /// <inheritdoc />
    protected override TagBuilder Surround(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var chosen = input.Attributes.TryGetValue("value", out var value) ? value : null;
        var select = new TagBuilder("select");
        foreach (var attribute in input.Attributes.Where(attribute => attribute.Key is not ("type" or "value" or "maxlength" or "inputmode")))
            select.Attributes.Add(attribute);
        Set(select, "autocomplete", "tel-country-code");

        var culture = CultureInfo.CurrentUICulture;
        foreach (var country in PhoneCountries.Sorted(Countries.Select(PhoneCountries.Find).OfType<PhoneCountry>().Distinct(), culture))
        {
            var option = new TagBuilder("option");
            option.Attributes["value"] = country.Code;
            if (string.Equals(country.Code, chosen, StringComparison.OrdinalIgnoreCase))
                option.Attributes["selected"] = "selected";
            option.InnerHtml.Append($"{PhoneCountries.Name(country, culture)} (+{country.CallingCode})");
            select.InnerHtml.AppendHtml(option);
        }

        return select;
    }
}
