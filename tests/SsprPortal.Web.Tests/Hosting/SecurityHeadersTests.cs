using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Tests.Hosting;

public sealed class SecurityHeadersTests
{
    [Fact]
    public async Task A_page_is_never_kept_and_never_framed()
    {
        using var response = await Get("/page");

        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.Contains("noindex", Header(response, "X-Robots-Tag"), StringComparison.Ordinal);
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Null(Header(response, "Server"));
        var policy = Header(response, "Content-Security-Policy")!;
        foreach (var part in new[] { "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'" })
        {
            Assert.Contains(part + (part.StartsWith("object", StringComparison.Ordinal) ? "" : ";"), policy, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("frame-src", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://reset.example.com", "max-age=31536000; includeSubDomains")]
    [InlineData("http://localhost:5080", null)]
    [InlineData(null, null)]
    public async Task Only_a_site_with_https_asks_for_https_for_ever(string? baseUrl, string? expected)
    {
        using var response = await Get("/page", baseUrl);

        Assert.Equal(expected, Header(response, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task An_asset_keeps_its_own_caching()
    {
        using var response = await Get("/asset");

        Assert.Equal("max-age=31536000, immutable", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task An_error_page_has_them_too()
    {
        using var response = await Get("/broken");

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("default-src 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", Header(response, "Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_widget_opens_the_policy_of_its_own_page_only()
    {
        using var with = await Get("/widget");
        using var without = await Get("/page");

        Assert.Contains("script-src 'self' https://captcha.example;", Header(with, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-src https://captcha.example;", Header(with, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("captcha.example", Header(without, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<HttpResponseMessage> Get(string path, string? baseUrl = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["PublicBaseUrl"] = baseUrl;
        builder.Services.AddSecurityHeaders();
        await using var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("sorry")));
        app.MapGet("/page", () => Results.Content("<!DOCTYPE html>", "text/html"));
        app.MapGet("/asset", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "max-age=31536000, immutable";
            return Results.Text("", "text/css");
        });
        app.MapGet("/broken", string () => throw new InvalidOperationException("secret"));
        app.MapGet("/widget", (HttpContext context) =>
        {
            context.AllowOrigins(["https://captcha.example"]);
            return Results.Content("<!DOCTYPE html>", "text/html");
        });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        return await client.GetAsync(path);
    }
}
