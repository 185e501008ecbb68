using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>
/// The telephone beside the computer: the development inbox, in a second page of the same browser. Afterwards the person looks at the
/// computer again; a security key works on a page that is looked at only.
/// </summary>
public sealed partial class Phone(PortalHost portal, IPage page, IPage computer)
{
    private readonly HashSet<Guid> answered = [];

    /// <summary>Answers the newest call to a number and presses #.</summary>
    public async Task PressHashAsync(string number)
    {
        var call = await RingAsync(number);
        var press = await page.RunAndWaitForResponseAsync(
            () => page.Locator($"form:has(input[value='{call.Id}']) button").ClickAsync(), response => response.Url.EndsWith("/press", StringComparison.Ordinal));
        Assert.Equal(302, press.Status);
        await computer.BringToFrontAsync();
    }

    /// <summary>Answers the newest call to a number and listens to the code it says, digit by digit.</summary>
    public async Task<string> ListenAsync(string number)
    {
        await RingAsync(number);
        var heard = SpokenCode().Match(await page.Locator("li", new() { HasText = number }).First.InnerTextAsync());
        Assert.True(heard.Success, "The call says a code.");
        await computer.BringToFrontAsync();
        return string.Concat(heard.Value.Where(char.IsAsciiDigit));
    }

    private async Task<OutgoingMessage> RingAsync(string number)
    {
        var call = await Eventually.GetAsync(
            () => portal.Messages.FirstOrDefault(message => message.Channel == MessageChannel.Call && message.To == number && !answered.Contains(message.Id)), $"a call to {number}");
        answered.Add(call.Id);
        await portal.SentAsync(call.Id);
        await page.GotoAsync("/development/inbox");
        return call;
    }

    [GeneratedRegex("[0-9](?:[,、] ?[0-9]){5}")]
    private static partial Regex SpokenCode();
}
