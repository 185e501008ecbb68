using System.Globalization;
using System.Text.RegularExpressions;
using SsprPortal.Web.Branding;

namespace SsprPortal.Web.Tests.Branding;

public sealed partial class BrandStyleTests
{
    [Theory]
    [InlineData("#000000")]
    [InlineData("#ffffff")]
    [InlineData("#ffff00")]
    [InlineData("#ff0000")]
    [InlineData("#808080")]
    [InlineData("#0b5c5a")]
    [InlineData("#00ff99")]
    public void Whatever_colour_is_asked_for_text_stays_readable(string color)
    {
        var schemes = Scheme().Matches(BrandStyle.Sheet(color));

        Assert.Equal(2, schemes.Count);
        Assert.All(schemes, scheme =>
        {
            var (brand, ink, soft) = (scheme.Groups[1].Value, scheme.Groups[2].Value, scheme.Groups[3].Value);
            Assert.True(Contrast(brand, ink) >= 4.5, $"{ink} on {brand}");
            Assert.True(Contrast(brand, soft) >= 4.5, $"{brand} on {soft}");
        });
    }

    [Fact]
    public void No_colour_leaves_the_portals_own() => Assert.Equal("", BrandStyle.Sheet(""));

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string color) => new[] { 0.2126, 0.7152, 0.0722 }
        .Select((weight, i) => (weight, Value: int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0))
        .Sum(part => part.weight * (part.Value <= 0.04045 ? part.Value / 12.92 : Math.Pow((part.Value + 0.055) / 1.055, 2.4)));

    [GeneratedRegex("--brand: (#[0-9a-f]{6}); --brand-ink: (#[0-9a-f]{6}); --brand-strong: #[0-9a-f]{6}; --brand-soft: (#[0-9a-f]{6});")]
    private static partial Regex Scheme();
}
