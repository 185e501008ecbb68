using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Tests.Resources;

public sealed partial class TextsTests
{
    public static TheoryData<Type> Markers() => [.. typeof(SharedTexts).Assembly.GetTypes().Where(type => type.Namespace == typeof(SharedTexts).Namespace && type.Name.EndsWith("Texts", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Markers))]
    public void Every_text_exists_in_both_languages_with_the_same_places_to_fill(Type marker)
    {
        var resources = new ResourceManager(marker);
        var english = Read(resources, CultureInfo.InvariantCulture);
        var japanese = Read(resources, new("ja"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), japanese.Keys.Order());
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(japanese[text.Key])));
    }

    private static Dictionary<string, string> Read(ResourceManager resources, CultureInfo culture) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!);

    private static string[] Places(string text) => [.. Place().Matches(text).Select(place => place.Value).Distinct().Order()];

    [GeneratedRegex(@"\{\d+(?::\w+)?\}")]
    private static partial Regex Place();
}
