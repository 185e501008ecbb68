using System.Text.Json;
using System.Text.RegularExpressions;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Tests.Verification.Phones;

public sealed partial class PhoneMetadataTests
{
    [Fact]
    public void The_metadata_is_of_the_form_that_is_read()
    {
        using var json = Open();

        Assert.Equal(4, json.RootElement.GetProperty("version").GetInt32());
        Assert.True(PhoneMetadata.Countries.Count() > 240);
    }

    [Fact]
    public void No_pattern_repeats_without_an_end_or_looks_around()
    {
        using var json = Open();
        var plans = json.RootElement.GetProperty("countries").EnumerateObject().Concat(json.RootElement.GetProperty("nonGeographic").EnumerateObject());

        var patterns = plans.SelectMany(plan => Texts(plan.Value)).ToList();

        Assert.True(patterns.Count > 1000, $"{patterns.Count} patterns");
        Assert.DoesNotContain(patterns, pattern => Endless().IsMatch(pattern));
    }

    [Fact]
    public void Every_pattern_compiles()
    {
        foreach (var region in PhoneMetadata.Countries)
        {
            foreach (var digits in new[] { "0", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "12345678901" })
            {
                _ = region.TypeOf(digits);
                _ = region.WithoutPrefix(digits);
                _ = region.AfterInternationalPrefix(digits);
            }
        }
    }

    private static JsonDocument Open() => JsonDocument.Parse(typeof(PhoneMetadata).Assembly.GetManifestResourceStream("PhoneMetadata.json")!);

    // All texts of a plan but its formats, which are not read.
    private static IEnumerable<string> Texts(JsonElement plan) =>
        plan.EnumerateArray().Where((_, at) => at is not (0 or 4 or 5 or 6 or 8 or 9 or 12 or 13)).SelectMany(All);

    private static IEnumerable<string> All(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(All),
        _ => [],
    };

    [GeneratedRegex(@"[*+]|\{\d+,\}|\(\?[^:]|\\[^d]")]
    private static partial Regex Endless();
}
