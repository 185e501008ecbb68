using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SsprPortal.TestKit.Portal;

/// <summary>A person's browser without script: opens pages, follows redirects, submits the form found in the page.</summary>
public sealed class PortalBrowser(HttpClient http, CookieContainer cookies, CaptchaServer captcha, string language, string address)
{
    public const string AddressHeader = "X-Test-Address";

    /// <summary>The page that is shown.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>Its path and query.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Its status.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>Its headers.</summary>
    public HttpResponseMessage Response { get; private set; } = null!;

    /// <summary>What the browser holds.</summary>
    public CookieContainer Cookies => cookies;

    /// <summary>Where its requests come from.</summary>
    public string Address => address;

    public string Html { get; private set; } = "";

    public string Title => Page.Title ?? "";

    public string Heading => Page.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>The errors of the page, in its own words.</summary>
    public IReadOnlyList<string> Errors => [.. Page.QuerySelectorAll(".error-summary li").Select(item => item.TextContent.Trim())];

    public Task OpenAsync(string path) => SendAsync(() => new(HttpMethod.Get, path));

    /// <summary>Fills in the form of the page and presses its first button, or the one whose formaction ends as told.</summary>
    public Task SubmitAsync(IReadOnlyDictionary<string, string> fields, string? button = null)
    {
        var form = Form();
        var pressed = form.QuerySelectorAll("button").FirstOrDefault(each => button is null || (each.GetAttribute("formaction") ?? "").EndsWith(button, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No such button at {Path}: {button}");
        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? Path;
        return PostAsync(action, Fields(form, fields));
    }

    public Task SubmitAsync(string name, string value) => SubmitAsync(new Dictionary<string, string> { [name] = value });

    public Task PressAsync(string button) => SubmitAsync(new Dictionary<string, string>(), button);

    /// <summary>Posts what a test made up, pairs in their order.</summary>
    public Task PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var pairs = fields.ToList();
        return SendAsync(() => new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(pairs) });
    }

    public Task SendAsync(Func<HttpRequestMessage> request) => SendAsync(request, follow: true);

    public async Task SendAsync(Func<HttpRequestMessage> request, bool follow, bool parse = true)
    {
        var message = request();
        for (var hops = 0; ; hops++)
        {
            message.Headers.TryAddWithoutValidation("Accept-Language", language);
            message.Headers.TryAddWithoutValidation(AddressHeader, address);
            var asked = message.RequestUri!;
            Response = await http.SendAsync(message);
            Status = Response.StatusCode;
            Path = asked.IsAbsoluteUri ? asked.PathAndQuery : asked.OriginalString;
            if (!follow || Response.Headers.Location is not { } location || (int)Status is < 300 or >= 400)
                break;
            if (hops == 10)
                throw new InvalidOperationException($"Redirected in circles: {location}");
            message = new(HttpMethod.Get, location);
        }

        Html = await Response.Content.ReadAsStringAsync();
        if (parse)
            Page = await new HtmlParser().ParseDocumentAsync(Html);
    }

    /// <summary>What the form would post, with a solved CAPTCHA where it asks for one.</summary>
    public IReadOnlyDictionary<string, string> Fields(IReadOnlyDictionary<string, string>? fields = null) => Fields(Form(), fields ?? new Dictionary<string, string>());

    /// <summary>The antiforgery field of the page.</summary>
    public string Antiforgery => Page.QuerySelector("input[name=antiforgery]")?.GetAttribute("value") ?? "";

    public async Task SignInAsync(string userId, string password = PortalHost.Password)
    {
        await OpenAsync("/");
        await SubmitAsync(new Dictionary<string, string> { ["UserId"] = userId, ["Password"] = password });
    }

    /// <summary>User ID and CAPTCHA, up to the first page of the journey.</summary>
    public async Task StartResetAsync(string userId)
    {
        await OpenAsync("/passwordreset");
        await SubmitAsync("UserId", userId);
    }

    /// <summary>The ids of the methods that can be chosen, in their order.</summary>
    public IReadOnlyList<string> Choices => [.. Page.QuerySelectorAll("input[name=Method]").Select(input => input.GetAttribute("value")!)];

    /// <summary>Chooses a method by its id and types the whole number where it asks for one.</summary>
    public Task ChooseAsync(string methodId, string? number = null)
    {
        if (!Choices.Contains(methodId))
            throw new InvalidOperationException($"{methodId} is not offered at {Path}, but {string.Join(", ", Choices)}.");
        var fields = new Dictionary<string, string> { ["Method"] = methodId };
        if (number is not null)
            fields["PhoneNumber"] = number;
        return SubmitAsync(fields);
    }

    private IElement Form() => Page.QuerySelector("main form") ?? throw new InvalidOperationException($"No form at {Path}: {Heading}");

    private Dictionary<string, string> Fields(IElement form, IReadOnlyDictionary<string, string> fields)
    {
        var all = new Dictionary<string, string>();
        foreach (var input in form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>())
        {
            if (input.Type is not ("radio" or "checkbox") || input.IsChecked)
                all[input.Name!] = input.Value;
        }

        foreach (var select in form.QuerySelectorAll("select[name]").OfType<IHtmlSelectElement>())
            all[select.Name!] = select.Value ?? "";
        foreach (var area in form.QuerySelectorAll("textarea[name]").OfType<IHtmlTextAreaElement>())
            all[area.Name!] = area.Value;
        if (form.QuerySelector(".cf-turnstile") is not null)
            all["cf-turnstile-response"] = captcha.NewToken();
        foreach (var (name, value) in fields)
            all[name] = value;
        return all;
    }
}
