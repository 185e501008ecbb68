using System.Globalization;

namespace SsprPortal.Web.Branding;

/// <summary>
/// Turns one colour into the style sheet's brand variables for light and dark. Whatever colour is asked for, text in it and
/// text on it stay readable: the colour is moved towards black (or white, in the dark) until WCAG's 4.5:1 holds.
/// </summary>
internal static class BrandStyle
{
    /// <summary>The least contrast of text (WCAG 2.2, 1.4.3).</summary>
    public const double ReadableContrast = 4.5;

    private static readonly Rgb Black = new(0, 0, 0), White = new(255, 255, 255);

    // The grounds of site.css that the colour is seen on: the worse one decides.
    private static readonly Rgb LightGround = Rgb.Parse("#f4f7f6"), DarkPaper = Rgb.Parse("#16201f");

    /// <summary>The style sheet for <paramref name="color"/> (#rrggbb); an empty one for an empty colour.</summary>
    public static string Sheet(string color)
    {
        if (color.Length == 0)
        {
            return "";
        }

        var wanted = Rgb.Parse(color);
        return $$"""
            :root { {{Variables(wanted, LightGround, Black, White)}} }
            @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { {{Variables(wanted, DarkPaper, White, Black)}} } }

            """;
    }

    /// <summary>The contrast of <paramref name="color"/> (#rrggbb) as text on the light page: the worse of the grounds it is seen on.</summary>
    public static double Contrast(string color) => Worst(Rgb.Parse(color), Soft(Rgb.Parse(color), LightGround), LightGround);

    /// <summary>The nearest colour that can be read there.</summary>
    public static string Readable(string color) => Readable(Rgb.Parse(color), LightGround, Black).ToString();

    private static Rgb Soft(Rgb wanted, Rgb ground) => wanted.Mix(ground, 0.88);

    private static double Worst(Rgb text, Rgb soft, Rgb ground) => Math.Min(text.Contrast(soft), text.Contrast(ground));

    private static Rgb Readable(Rgb wanted, Rgb ground, Rgb away)
    {
        var brand = wanted;
        while (Worst(brand, Soft(wanted, ground), ground) < ReadableContrast)
        {
            brand = brand.Mix(away, 0.08);
        }

        return brand;
    }

    private static string Variables(Rgb wanted, Rgb ground, Rgb away, Rgb towards)
    {
        var soft = Soft(wanted, ground);
        var brand = Readable(wanted, ground, away);
        var ink = brand.Contrast(towards) >= brand.Contrast(away) ? towards : away;
        return $"--brand: {brand}; --brand-ink: {ink}; --brand-strong: {brand.Mix(away, 0.25)}; --brand-soft: {soft};";
    }

    private readonly record struct Rgb(byte R, byte G, byte B)
    {
        public static Rgb Parse(string hex) => new(Part(hex, 1), Part(hex, 3), Part(hex, 5));

        public Rgb Mix(Rgb other, double share) => new(Blend(R, other.R, share), Blend(G, other.G, share), Blend(B, other.B, share));

        /// <summary>WCAG 2.2's contrast ratio.</summary>
        public double Contrast(Rgb other)
        {
            var (a, b) = (Luminance(), other.Luminance());
            return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

        private static byte Part(string hex, int at) => byte.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        // Rounded away from the start, so that every step moves.
        private static byte Blend(byte from, byte to, double share) =>
            (byte)(to >= from ? Math.Ceiling(from + ((to - from) * share)) : Math.Floor(from + ((to - from) * share)));

        private double Luminance() => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

        private static double Linear(byte part)
        {
            var value = part / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }
}
