using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Commands;

namespace SsprPortal.Web.Tests.Commands;

public sealed class BlocksTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Who_is_blocked_is_listed_and_can_go_on_when_cleared()
    {
        var (code, text) = await RunAsync("blocks", "list");
        Assert.Equal(0, code);
        Assert.StartsWith("ebba@contoso.com\tuntil ", Assert.Single(text), StringComparison.Ordinal);

        Assert.Equal((0, "Everything that was counted of ebba@contoso.com is forgotten."), await OneLineAsync("blocks", "clear", "EBBA"));

        Assert.Empty((await RunAsync("blocks", "list")).Lines);
        Assert.Equal((1, "ebba@contoso.com was not blocked, and no tries were counted."), await OneLineAsync("blocks", "clear", "ebba@contoso.com"));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.BlockCleared));
        var browser = portal.NewBrowser();
        await browser.StartResetAsync("ebba@contoso.com");
        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_clears_nothing() => Assert.Equal(1, (await RunAsync("blocks", "clear", "nobody@contoso.com")).Code);

    [Theory]
    [InlineData("blocks")]
    [InlineData("blocks", "clear")]
    [InlineData("blocks", "list", "everything")]
    [InlineData("blocks", "lift", "ebba@contoso.com")]
    public async Task What_is_no_command_says_how_to_call_it(params string[] args)
    {
        Assert.Equal((2, Blocks.Usage), await OneLineAsync(args));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.BlockCleared));
    }

    private async Task<(int Code, string Line)> OneLineAsync(params string[] args) => await RunAsync(args) is var (code, lines) ? (code, Assert.Single(lines)) : default;

    private async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await Blocks.RunAsync(portal.Services, args, output, default);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
