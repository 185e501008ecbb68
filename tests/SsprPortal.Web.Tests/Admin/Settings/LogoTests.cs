using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SsprPortal.Core.Administration;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Branding;

namespace SsprPortal.Web.Tests.Admin.Settings;

/// <summary>A logo is a picture, whatever else somebody put into its file.</summary>
public sealed class LogoTests : IAsyncLifetime
{
    private const string Drawing = """<path fill="#0b5c5a" d="M0 0h10v10z" />""";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<SCRIPT>alert(1)</SCRIPT>")]
    [InlineData("""<script xlink:href="https://evil.example/x.js" xmlns:xlink="http://www.w3.org/1999/xlink"/>""")]
    [InlineData("""<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>""")]
    [InlineData("""<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example/"/></body></foreignObject>""")]
    [InlineData("""<image href="https://evil.example/track.png"/>""")]
    [InlineData("""<use href="https://evil.example/#x"/>""")]
    [InlineData("""<a href="javascript:alert(1)"><text>evil</text></a>""")]
    [InlineData("""<animate attributeName="href" values="javascript:alert(1)"/>""")]
    [InlineData("""<set attributeName="onload" to="alert(1)"/>""")]
    [InlineData("<style>@import url(https://evil.example/x.css);</style>")]
    [InlineData("<style>path { fill: url(https://evil.example/x) }</style>")]
    [InlineData("""<style>path { fill: u\72l(https://evil.example/x) }</style>""")]
    [InlineData("<style><![CDATA[ path { background: image-set('https://evil.example/x') } ]]></style>")]
    [InlineData("""<g style="fill: url('https://evil.example/x')"/>""")]
    [InlineData("""<g onload="alert(1)" onclick="alert(1)"/>""")]
    [InlineData("""<g fill="url(https://evil.example/x#y)"/>""")]
    [InlineData("<?xml-stylesheet href='https://evil.example/x.xsl'?>")]
    [InlineData("<!-- alert(1) evil -->")]
    [InlineData("""<filter><feImage href="https://evil.example/x"/></filter>""")]
    [InlineData("""<handler type="application/ecmascript">alert(1)</handler>""")]
    public void AC_110_Of_a_drawing_only_the_drawing_is_kept(string attack)
    {
        var logo = Read($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="alert(1)">{attack}{Drawing}</svg>""");

        var kept = Encoding.UTF8.GetString(logo!.Content);
        Assert.Contains(Drawing, kept, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)script|alert|evil|onload|onclick|href|import|foreign|iframe|use|animate|<set|<g [a-z]", kept);
    }

    [Theory]
    [InlineData("""<!DOCTYPE svg [<!ENTITY x "lol">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>""")]
    [InlineData("""<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>""")]
    [InlineData("<svg><path d='M0 0'/></svg>")]
    [InlineData("<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>")]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg">""")]
    [InlineData("<?xml version='1.0' encoding='utf-7'?><svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public void AC_110_What_is_no_drawing_is_refused(string file) => Assert.Null(Read(file));

    [Fact]
    public void A_drawing_keeps_its_colours_and_its_own_references()
    {
        const string Whole = """<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><style>.a{fill:#0b5c5a}</style><defs><linearGradient id="g"><stop offset="0" stop-color="red" /></linearGradient></defs><rect class="a" style="stroke:url(#g)" fill="url(#g)" width="9" height="9" /><text x="1">東京 &amp; co</text></svg>""";

        Assert.Equal(Whole, Encoding.UTF8.GetString(Read(Whole)!.Content));
    }

    [Fact]
    public void AC_110_Of_a_png_only_what_draws_it_is_kept()
    {
        var png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        byte[] text = [0, 0, 0, 4, .. "tEXt<x/>"u8, 1, 2, 3, 4];

        Assert.Equal(png, LogoFile.Read([.. png[..33], .. text, .. png[33..], .. "<script>alert(1)</script>"u8])!.Content);
        Assert.Null(LogoFile.Read(png[..40]));
        Assert.Null(LogoFile.Read([.. png[..16], 0, 0, 0xFF, 0xFF, .. png[20..]]));
        Assert.Null(LogoFile.Read([.. png[..8], 0x7F, 0xFF, 0xFF, 0xFF, .. png[12..]]));
        Assert.Null(LogoFile.Read([.. png, .. new byte[LogoFile.MaxBytes]]));
    }

    [Fact]
    public async Task AC_110_The_logo_is_shown_on_every_page_and_runs_nothing_when_it_is_opened()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await UploadAsync($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>{Drawing}</svg>""");
        Assert.Equal("/admin/logo?saved=1", browser.Path);

        await browser.OpenAsync("/passwordreset");
        var picture = browser.Page.QuerySelector("header.bar img")!;
        Assert.Equal("Contoso", picture.GetAttribute("alt"));
        var stranger = portal.NewBrowser();
        await stranger.SendAsync(() => new(HttpMethod.Get, picture.GetAttribute("src")), follow: false, parse: false);

        Assert.Equal("image/svg+xml", stranger.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["default-src 'none'; style-src 'unsafe-inline'; sandbox"], stranger.Response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], stranger.Response.Headers.GetValues("X-Content-Type-Options"));
        Assert.DoesNotContain("script", stranger.Html, StringComparison.Ordinal);
        Assert.StartsWith("Logo:  → ", Assert.Single(await portal.ChangesAsync()), StringComparison.Ordinal);

        await browser.OpenAsync("/admin/logo");
        await UploadAsync(null, ("Remove", "true"));
        Assert.Equal("", (await portal.PolicyAsync()).Logo);
    }

    [Fact]
    public async Task AC_110_A_file_that_is_too_large_or_none_or_sent_elsewhere_is_refused()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await UploadAsync("<svg");
        Assert.StartsWith("The file is neither a PNG", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await UploadAsync(new string('x', 210 * 1024));
        Assert.Equal(["The file is larger than 200 kB."], browser.Errors);
        await UploadAsync(null);
        Assert.Equal(["Choose a file."], browser.Errors);
        await UploadAsync(new string('x', 300 * 1024));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
        await UploadAsync(Drawing, "/admin/customization");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Empty(await portal.ChangesAsync());
    }

    private static Logo? Read(string file) => LogoFile.Read(Encoding.UTF8.GetBytes(file));

    private Task UploadAsync(string? file, params (string Name, string Value)[] fields) => UploadAsync(file, "/admin/logo", fields);

    private async Task UploadAsync(string? file, string path, params (string Name, string Value)[] fields)
    {
        await browser.OpenAsync(path);
        var form = browser.Fields();
        await browser.SendAsync(() =>
        {
            var content = new MultipartFormDataContent();
            foreach (var (name, value) in form.Where(pair => pair.Key != "File").Select(pair => (pair.Key, pair.Value)).Concat(fields))
                content.Add(new StringContent(value), name);
            if (file is not null)
            {
                var part = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
                part.Headers.ContentType = new MediaTypeHeaderValue("image/svg+xml");
                content.Add(part, "File", "logo.svg");
            }

            return new(HttpMethod.Post, path) { Content = content };
        });
    }
}
