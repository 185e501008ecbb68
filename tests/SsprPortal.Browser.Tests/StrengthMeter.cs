using Microsoft.Playwright;

namespace SsprPortal.Browser.Tests;

/// <summary>What a page says of a new password while it is typed, and what leaves the browser meanwhile.</summary>
public sealed class StrengthMeter(Visit visit, Texts t, string label)
{
    private readonly List<string> sent = [];

    /// <summary>Types a guess, something of one's own name and a sentence: the words follow, and only the estimator itself is fetched, once.</summary>
    public async Task TryAsync(string strong)
    {
        var page = visit.Page;
        page.Request += Keep;
        Assert.False(await page.EvaluateAsync<bool>("'zxcvbnts' in window"), "The estimator is fetched before anybody turns to the field.");
        await SayAsync("password1", 0);
        Assert.All(sent, each => Assert.Matches("^GET [^?]*/lib/zxcvbn/[a-z/-]+zxcvbn-ts(\\.min)?\\.js$", each));
        Assert.Equal(3, sent.Count);
        await SayAsync("alain@contoso.com", 0);
        await SayAsync(strong, 4);
        await visit.LookAsync("strength-strong");
        await SayAsync("contoso123", 0, 1);
        await visit.LookAsync("strength-weak");
        Assert.Equal(3, sent.Count);
        await visit.FillAsync(label, "");
        await Assertions.Expect(Words).ToBeEmptyAsync();
        Assert.False(await Meter.IsVisibleAsync());
        page.Request -= Keep;
    }

    /// <summary>Without script nothing is said, and no room is kept for it.</summary>
    public async Task AssertAbsentAsync()
    {
        Assert.Equal(1, await visit.Page.Locator(".strength").CountAsync());
        Assert.False(await visit.Page.Locator(".strength").IsVisibleAsync());
    }

    private ILocator Words => visit.Page.Locator(".strength").GetByRole(AriaRole.Status);

    private ILocator Meter => visit.Page.Locator(".strength meter");

    // Key by key, as a person does.
    private async Task SayAsync(string typed, params int[] levels)
    {
        var field = visit.Page.GetByLabel(label, new() { Exact = true });
        await field.ClearAsync();
        await field.PressSequentiallyAsync(typed);
        await Assertions.Expect(Words).ToHaveTextAsync(
            new System.Text.RegularExpressions.Regex("^(" + string.Join('|', levels.Select(level => t.Password("Strength", t.Password($"Strength.{level}")))) + ")$"), new() { Timeout = 15_000 });
        Assert.True(await Meter.IsVisibleAsync());
        Assert.Contains((int)await Meter.EvaluateAsync<double>("meter => meter.value") - 1, levels);
    }

    private void Keep(object? sender, IRequest request) => sent.Add($"{request.Method} {request.Url.Split("?v=")[0]}");
}
