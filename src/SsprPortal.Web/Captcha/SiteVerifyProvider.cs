namespace SsprPortal.Web.Captcha;

/// <summary>Where three providers of one protocol differ.</summary>
/// <param name="VerifyUrl">Where tokens are judged.</param>
/// <param name="ScriptUrl">The widget's script; the language is added at its end.</param>
/// <param name="CssClass">The class by which the script finds its place.</param>
/// <param name="TokenField">The form field that the script fills.</param>
/// <param name="TellsAction">Whether an honest answer always names the action.</param>
/// <param name="Origins">What the content security policy must allow.</param>
internal sealed record SiteVerifyProvider(Uri VerifyUrl, string ScriptUrl, string CssClass, string TokenField, bool TellsAction, IReadOnlyList<string> Origins)
{
    /// <summary>The provider that the options name.</summary>
    public static SiteVerifyProvider Of(CaptchaOptions options) => options.Provider switch
    {
        CaptchaProvider.ReCaptcha => new(
            new("https://www.google.com/recaptcha/api/siteverify"),
            options.MinimumScore is null
                ? "https://www.google.com/recaptcha/api.js?hl="
                : $"https://www.google.com/recaptcha/api.js?render={Uri.EscapeDataString(options.SiteKey)}&hl=",
            "g-recaptcha",
            "g-recaptcha-response",
            options.MinimumScore is not null,
            ["https://www.google.com", "https://www.gstatic.com"]),
        CaptchaProvider.HCaptcha => new(
            new("https://api.hcaptcha.com/siteverify"),
            "https://js.hcaptcha.com/1/api.js?hl=",
            "h-captcha",
            "h-captcha-response",
            false,
            ["https://hcaptcha.com", "https://*.hcaptcha.com"]),
        CaptchaProvider.Turnstile => new(
            new("https://challenges.cloudflare.com/turnstile/v0/siteverify"),
            "https://challenges.cloudflare.com/turnstile/v0/api.js?hl=",
            "cf-turnstile",
            "cf-turnstile-response",
            true,
            ["https://challenges.cloudflare.com"]),
        CaptchaProvider.BuiltIn => throw new InvalidOperationException("The built-in check asks nobody."),
    };
}
