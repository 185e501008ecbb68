using System.Net;
using System.Net.Http.Headers;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.BadInput;

/// <summary>Forms in encodings that nobody sends by accident.</summary>
public sealed class EncodingTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/passwordreset")]
    [InlineData("GET", "/")]
    public async Task An_encoding_that_is_not_read_is_a_bad_request_with_a_page(string verb, string path)
    {
        var browser = portal.NewBrowser("ja");

        await browser.SendAsync(() =>
        {
            var content = new ByteArrayContent("a=b"u8.ToArray());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7");
            return new(new(verb), path) { Content = content };
        });

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("ja", browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.NotEqual("", browser.Heading);
        Assert.True(browser.Response.Headers.Contains("Content-Security-Policy"));
    }
}
