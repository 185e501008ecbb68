using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;
using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.TestKit;
using SsprPortal.Web.TagHelpers;

namespace SsprPortal.Web.Tests.TagHelpers;

public sealed partial class QrCodeTests
{
    private const int QuietZone = 4;
    private const string Hostile = "\"><script>alert(1)</script><b x='&quot;' onload=\"alert(2)\" style='color:red'>&amp;\0\u202E東京";
    private static readonly string KeyUri = Totp.KeyUri("東京商事", "alain@contoso.com", Totp.CreateSecret());

    public static TheoryData<string> Texts => [KeyUri, "1", "0123456789", "HTTPS://EXAMPLE.COM", "東京商事", Hostile, new string('x', 1000)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_drawing_is_module_for_module_the_code_of_the_text(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);

        var modules = Modules(Draw(text, "QR code"));

        Assert.Equal(code.ModuleMatrix.Select(row => row.Cast<bool>()), modules);
    }

    [Fact]
    public void Four_white_modules_are_around_it_and_a_finder_in_three_corners()
    {
        string[] finder = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"];

        var rows = Modules(Draw(KeyUri, "QR code")).Select(row => string.Concat(row.Select(dark => dark ? '#' : ' '))).ToList();

        var far = rows.Count - QuietZone;
        Assert.All(rows.Take(QuietZone).Concat(rows.Skip(far)), row => Assert.Equal("", row.Trim()));
        Assert.All(rows, row => Assert.Equal("", (row[..QuietZone] + row[far..]).Trim()));
        Assert.Equal(finder, rows.Skip(QuietZone).Take(7).Select(row => row[QuietZone..(QuietZone + 7)]));
        Assert.Equal(finder, rows.Skip(QuietZone).Take(7).Select(row => row[(far - 7)..far]));
        Assert.Equal(finder, rows.Skip(far - 7).Take(7).Select(row => row[QuietZone..(QuietZone + 7)]));
    }

    [Fact]
    public void It_is_an_image_with_a_name_and_nothing_that_the_content_security_policy_would_refuse()
    {
        var svg = Draw(KeyUri, "QR コード");

        Assert.Equal("img", svg.GetAttribute("role"));
        Assert.Equal("QR コード", svg.GetAttribute("aria-label"));
        Assert.Equal(["path"], svg.QuerySelectorAll("*").Select(each => each.LocalName));
        Assert.Equal(["d"], svg.Children[0].Attributes.Select(each => each.Name));
        Assert.Equal(["class", "role", "aria-label", "focusable", "viewBox", "shape-rendering"], svg.Attributes.Select(each => each.Name));
    }

    [Fact]
    public void A_hostile_label_is_only_a_label()
    {
        var svg = Draw(KeyUri, Hostile.Replace("\0", "", StringComparison.Ordinal));

        Assert.Equal(Hostile.Replace("\0", "", StringComparison.Ordinal), svg.GetAttribute("aria-label"));
        Assert.Equal(6, svg.Attributes.Length);
        Assert.Equal(["path"], svg.QuerySelectorAll("*").Select(each => each.LocalName));
    }

    [Fact]
    public void The_text_is_in_the_drawing_only()
    {
        Assert.DoesNotContain("otpauth", Render(KeyUri, "QR code"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert", Render(Hostile, "QR code"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void A_code_of_nothing_is_a_defect(string? text) => Assert.ThrowsAny<ArgumentException>(() => Render(text!, "QR code"));

    [Fact]
    public void What_is_too_long_is_not_told_by_the_error()
    {
        var error = Assert.ThrowsAny<Exception>(() => Render(string.Concat(Enumerable.Repeat("canary", 600)), "QR code"));

        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_dark_on_white_whatever_the_theme_and_fits_a_small_phone()
    {
        var style = Rule().Match(File.ReadAllText(Path.Combine(Checkout.Root, "src", "SsprPortal.Web", "wwwroot", "site.css"))).Groups[1].Value;

        Assert.All(
            ["background: #fff;", "fill: #000;", "forced-color-adjust: none;", "width: 100%;", "max-width: 240px;", "height: auto;"],
            each => Assert.Contains(each, style, StringComparison.Ordinal));
    }

    private static string Render(string text, string label)
    {
        var output = new TagHelperOutput("qr-code", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        new QrCodeTagHelper { Text = text, Label = label }.Process(new TagHelperContext([], new Dictionary<object, object>(), "id"), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    // A strict parser throws where a browser would guess.
    private static IElement Draw(string text, string label)
    {
        var page = new HtmlParser(new() { IsStrictMode = true }).ParseDocument($"<!DOCTYPE html><html lang=\"en\"><head><title>t</title></head><body>{Render(text, label)}</body></html>");
        return Assert.Single(page.Body!.Children, each => each.LocalName == "svg");
    }

    private static List<bool[]> Modules(IElement svg)
    {
        var box = svg.GetAttribute("viewBox")!.Split(' ').Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal([0, 0, box[2], box[2]], box);
        var modules = Enumerable.Range(0, box[2]).Select(_ => new bool[box[2]]).ToList();
        var path = svg.Children[0].GetAttribute("d")!;
        var boxes = Box().Matches(path);
        Assert.Equal(path, string.Concat(boxes.Select(each => each.Value)));
        foreach (var groups in boxes.Select(each => each.Groups))
        {
            var (x, y, run) = (Number(groups[1]), Number(groups[2]), Number(groups[3]));
            Assert.DoesNotContain(true, modules[y][x..(x + run)]);
            Array.Fill(modules[y], true, x, run);
        }

        return modules;

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\3z")]
    private static partial Regex Box();

    [GeneratedRegex(@"^\.qr-code \{([^}]*)\}", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
