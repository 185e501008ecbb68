using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using SsprPortal.TestKit;

namespace SsprPortal.Browser.Tests;

/// <summary>
/// One person's browser: keeps a picture of every page in artifacts/screens, asks axe of each, and fails when the browser complains
/// (a script error, a refused style, a missing file).
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    // In the very page: its wrapper for Playwright opens another one each time, for frames of other origins, of which there are none.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext context;
    private readonly string folder;
    private readonly bool script;
    private readonly List<string> complaints = [];
    private int pictures;

    private Visit(IBrowserContext context, string folder, bool script) => (this.context, this.folder, this.script) = (context, folder, script);

    /// <summary>The page that is looked at.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>Opens a browser.</summary>
    /// <param name="browser">Chromium.</param>
    /// <param name="address">The portal.</param>
    /// <param name="name">The folder of its pictures.</param>
    /// <param name="locale">What the person reads.</param>
    /// <param name="phone">A phone of 320 CSS pixels in dark mode, or a desk in light mode.</param>
    /// <param name="script">Whether pages may run script.</param>
    public static async Task<Visit> StartAsync(IBrowser browser, Uri address, string name, string locale, bool phone, bool script = true)
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
            JavaScriptEnabled = script,
        });
        var folder = Path.Combine(Checkout.Root, "artifacts", "screens", name);
        Directory.CreateDirectory(folder);
        var visit = new Visit(context, folder, script);
        visit.Page = await visit.OpenAsync();
        return visit;
    }

    /// <summary>Opens another page in this browser.</summary>
    public async Task<IPage> OpenAsync()
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        return page;
    }

    /// <summary>Gives the browser a security key that asks for a finger and always gets it.</summary>
    public async Task PlugKeyInAsync()
    {
        var tools = await context.NewCDPSessionAsync(Page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "usb",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    /// <summary>Keeps a picture and lets axe look at the page; axe is script itself.</summary>
    public async Task LookAsync(string name)
    {
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{++pictures:00}-{name}.png"), FullPage = true });
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide == 0, $"{name} is {wide} pixels too wide.");
        if (!script)
            return;
        await Page.EvaluateAsync(Axe);
        var violations = await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(each => `${each.id} ${each.help} ${each.nodes.map(node => node.html).join(' ')}`)
            """);
        Assert.True(violations.Length == 0, $"{name}: {string.Join("; ", violations)}");
        Assert.True(complaints.Count == 0, $"{name}: " + string.Join("; ", complaints));
    }

    /// <summary>Looks at the page as a desk in light mode sees it and as a phone in dark mode does; it stays a desk.</summary>
    public async Task LookBothAsync(string name)
    {
        await LookAsync(name);
        await Page.SetViewportSizeAsync(320, 640);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await LookAsync(name + "-phone");
        await Page.SetViewportSizeAsync(1280, 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>
    /// Presses Tab until everything that can be used was reached, and fails when something never is, or shows nothing while it has the
    /// focus (WCAG 2.1.1 and 2.4.7). Of a group of radio buttons only the chosen one is a stop; the arrow keys do the rest.
    /// </summary>
    public async Task TabThroughAsync(string name)
    {
        var stops = await Page.EvaluateAsync<int>("""
            () => {
              const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(each =>
                each.tabIndex >= 0 && each.type !== 'hidden' && (each.type !== 'radio' || each.checked) && each.checkVisibility({ visibilityProperty: true }));
              stops.forEach((each, number) => each.dataset.stop = number);
              return stops.length;
            }
            """);
        var missed = Enumerable.Range(0, stops).ToHashSet();
        for (var presses = 0; presses < 2 * stops + 2 && missed.Count > 0; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var stop = await Page.EvaluateAsync<int>("""
                () => {
                  const here = document.activeElement;
                  if (!here?.dataset.stop) return -1;
                  const shown = here.closest('.choice') ?? here;
                  return getComputedStyle(shown).outlineStyle === 'none' ? -2 - Number(here.dataset.stop) : Number(here.dataset.stop);
                }
                """);
            Assert.True(stop >= -1, $"{name}: stop {-2 - stop} shows no focus.");
            missed.Remove(stop);
        }

        Assert.True(missed.Count == 0, $"{name}: Tab never reaches " + string.Join("; ", await Task.WhenAll(missed.Select(stop => Page.EvaluateAsync<string>($"document.querySelector('[data-stop=\"{stop}\"]').outerHTML")))));
    }

    /// <summary>Fills a field by its label.</summary>
    public Task FillAsync(string label, string value) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    /// <summary>Chooses a method by its id.</summary>
    public Task ChooseAsync(string method) => Page.Locator($"input[type=radio][value={method}]").CheckAsync();

    /// <summary>Presses a button.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Presses a button and waits for a heading.</summary>
    public async Task PressAsync(string button, string heading)
    {
        await PressAsync(button);
        await SeeAsync(heading);
    }

    /// <summary>Presses a button and waits for a field, where the heading stays.</summary>
    public async Task PressForAsync(string button, string label)
    {
        await PressAsync(button);
        await Page.GetByLabel(label, new() { Exact = true }).WaitForAsync();
    }

    /// <summary>Presses a button and is refused: the summary of errors has the focus, and what it says is given back.</summary>
    public async Task<string> PressInVainAsync(string button)
    {
        await PressAsync(button);
        var summary = Page.Locator(script ? ".error-summary:focus" : ".error-summary");
        await summary.WaitForAsync();
        return await summary.InnerTextAsync();
    }

    /// <summary>Follows a link and waits for a heading.</summary>
    public async Task FollowAsync(string link, string heading)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
        await SeeAsync(heading);
    }

    /// <summary>Signs in on the page that is shown.</summary>
    public async Task SignInAsync(Texts t, string userId, string password, string heading)
    {
        ArgumentNullException.ThrowIfNull(t);
        await FillAsync(t.SignIn("UserId"), userId);
        await FillAsync(t.SignIn("Password"), password);
        await PressAsync(t.SignIn("Submit"), heading);
    }

    /// <summary>Waits for a heading; when another one stays, keeps a picture of it.</summary>
    public async Task SeeAsync(string heading)
    {
        try
        {
            await Page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1, Exact = true }).WaitForAsync();
        }
        catch (TimeoutException)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{pictures:00}-lost.png"), FullPage = true });
            Assert.Fail($"Waited for \"{heading}\" and saw {Page.Url}: {await Page.Locator("body").InnerTextAsync()}");
        }
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
