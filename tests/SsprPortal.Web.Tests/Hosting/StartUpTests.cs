using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.Data;
using SsprPortal.Messaging;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Tests.Hosting;

/// <summary>What the portal refuses to start with, outside Development, and what it says then.</summary>
public sealed class StartUpTests
{
    [Theory]
    [InlineData(null, "PublicBaseUrl is ''")]
    [InlineData("", "PublicBaseUrl is ''")]
    [InlineData("reset.example.com", "PublicBaseUrl is 'reset.example.com'")]
    [InlineData("ftp://reset.example.com", "PublicBaseUrl is 'ftp")]
    [InlineData("https://reset.example.com/portal", "PublicBaseUrl is 'https")]
    [InlineData("https://reset.example.com/?a=b", "PublicBaseUrl is 'https")]
    [InlineData("http://reset.example.com", "PublicBaseUrl must begin with https")]
    public void An_address_that_cannot_be_public_is_refused(string? setting, string expected)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Add("Production", ("PublicBaseUrl", setting)));

        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_https_address_is_taken_and_plain_http_in_Development_only()
    {
        Assert.Equal("reset.example.com", Add("Production", ("PublicBaseUrl", "https://reset.example.com")).GetRequiredService<PortalAddress>().BaseUrl.Host);
        Assert.Equal("http", Add("Development", ("PublicBaseUrl", "http://localhost:5080")).GetRequiredService<PortalAddress>().BaseUrl.Scheme);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    public void The_switch_that_trusts_every_proxy_is_refused(string value)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Add("Production", ("PublicBaseUrl", "https://reset.example.com"), ("FORWARDEDHEADERS_ENABLED", value)));

        Assert.Contains("Proxies:Known", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_forwarded_header_counts_until_a_proxy_is_named()
    {
        var without = Add("Production", ("PublicBaseUrl", "https://reset.example.com")).GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        var with = Add("Production", ("PublicBaseUrl", "https://reset.example.com"), ("Proxies:Known:0", "192.0.2.1"), ("Proxies:Known:1", "198.51.100.0/24")).GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.Equal(ForwardedHeaders.None, without.ForwardedHeaders);
        Assert.Equal(ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, with.ForwardedHeaders);
        Assert.Equal("192.0.2.1", Assert.Single(with.KnownProxies).ToString());
        Assert.Equal("198.51.100.0/24", Assert.Single(with.KnownIPNetworks).ToString());
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void The_demonstration_organisation_is_for_Development_only(string environment)
    {
        Assert.Throws<InvalidOperationException>(() => Demonstration.IsWanted(Settings(("Demonstration", "true")), new HostingEnvironment { EnvironmentName = environment }));
        Assert.False(Demonstration.IsWanted(Settings(), new HostingEnvironment { EnvironmentName = environment }));
        Assert.True(Demonstration.IsWanted(Settings(), new HostingEnvironment { EnvironmentName = "Development" }));
        Assert.False(Demonstration.IsWanted(Settings(("Demonstration", "false")), new HostingEnvironment { EnvironmentName = "Development" }));
    }

    [Fact]
    public void A_key_ring_without_a_certificate_is_refused()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddData(Settings(), new HostingEnvironment { EnvironmentName = "Production" }, (_, _) => { }));

        Assert.StartsWith("KeyRing:CertificatePath is required", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_development_inbox_outside_Development()
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" })
            .AddMessaging(Settings(("Smtp:Host", "mail.example.com"), ("Smtp:From", "no-reply@example.com")), new HostingEnvironment { EnvironmentName = "Production" }).BuildServiceProvider();

        Assert.Null(services.GetService<IDevelopmentInbox>());
    }

    [Theory]
    [InlineData("Oracle")]
    [InlineData("postgresql")]
    public async Task An_unknown_database_is_refused_by_name(string provider)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => DatabaseChoice.StartAsync(Settings(("Database:Provider", provider)), new HostingEnvironment { EnvironmentName = "Production" }));

        Assert.Contains(provider, refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Add(string environment, params (string Key, string? Value)[] settings) =>
        new ServiceCollection().AddLogging().AddPublicAddress(Settings(settings), new HostingEnvironment { EnvironmentName = environment }).BuildServiceProvider();

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, each.Value))).Build();
}
