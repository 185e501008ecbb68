using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SsprPortal.TestKit;

namespace SsprPortal.Browser.Tests;

/// <summary>
/// One person's browser: keeps a picture of every page in artifacts/screens, asks axe of each, and fails when the browser complains
/// (a script error, a refused style, a missing file).
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string folder;
    private readonly List<string> complaints = [];
    private int pictures;

    private Visit(IBrowserContext context, IPage page, string folder) => (this.context, Page, this.folder) = (context, page, folder);

    public IPage Page { get; }

    /// <summary>Opens a browser.</summary>
    /// <param name="browser">Chromium.</param>
    /// <param name="address">The portal.</param>
    /// <param name="name">The folder of its pictures.</param>
    /// <param name="locale">What the person reads.</param>
    /// <param name="phone">A phone of 320 CSS pixels in dark mode, or a desk in light mode.</param>
    public static async Task<Visit> StartAsync(IBrowser browser, Uri address, string name, string locale, bool phone)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(address);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            Locale = locale,
            ColorScheme = phone ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new() { Width = 320, Height = 640 } : new() { Width = 1100, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        var folder = Path.Combine(Checkout.Root, "artifacts", "screens", name);
        Directory.CreateDirectory(folder);
        var visit = new Visit(context, await context.NewPageAsync(), folder);
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit.complaints.Add(message.Text);
        };
        visit.Page.PageError += (_, error) => visit.complaints.Add(error);
        return visit;
    }

    /// <summary>Keeps a picture and lets axe look at the page.</summary>
    public async Task LookAsync(string name)
    {
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{++pictures:00}-{name}.png"), FullPage = true });
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide == 0, $"{name} is {wide} pixels too wide.");
        var found = await Page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{name}: " + string.Join("; ", found.Violations.Select(each => $"{each.Id} {each.Help} {string.Join(' ', each.Nodes.Select(node => node.Html))}")));
        Assert.True(complaints.Count == 0, $"{name}: " + string.Join("; ", complaints));
    }

    /// <summary>Fills a field by its label.</summary>
    public Task FillAsync(string label, string value) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    /// <summary>Presses a button and waits for a heading.</summary>
    public async Task PressAsync(string button, string heading)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await SeeAsync(heading);
    }

    /// <summary>Waits for a heading.</summary>
    public Task SeeAsync(string heading) => Page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1 }).WaitForAsync();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
