using Microsoft.Extensions.Options;

namespace SsprPortal.Web.Captcha;

/// <summary>Who checks that a person is asking.</summary>
public enum CaptchaProvider
{
    /// <summary>The portal itself: proof of work, no third party, works without the internet.</summary>
    BuiltIn,

    /// <summary>Google reCAPTCHA; v3 when a minimum score is set, else the v2 checkbox.</summary>
    ReCaptcha,

    /// <summary>hCaptcha.</summary>
    HCaptcha,

    /// <summary>Cloudflare Turnstile.</summary>
    Turnstile,
}

/// <summary>Section <c>Captcha</c> of the configuration.</summary>
public sealed class CaptchaOptions
{
    /// <summary>Who checks.</summary>
    public CaptchaProvider Provider { get; set; }

    /// <summary>The provider's public key, written into the page.</summary>
    public string SiteKey { get; set; } = "";

    /// <summary>The provider's secret, sent to the provider only.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Where tokens are judged, when it is not the provider's usual address (a regional one, a proxy).</summary>
    public Uri? VerifyUrl { get; set; }

    /// <summary>From 0 (a robot) to 1 (a person); setting it chooses reCAPTCHA v3.</summary>
    public double? MinimumScore { get; set; }

    /// <summary>The host that a token must have been made on; taken from <c>PublicBaseUrl</c>.</summary>
    internal string Host { get; set; } = "";

    internal sealed class Validator : IValidateOptions<CaptchaOptions>
    {
        public ValidateOptionsResult Validate(string? name, CaptchaOptions options)
        {
            var failures = new List<string>();
            if (!Enum.IsDefined(options.Provider))
            {
                failures.Add("Captcha:Provider must be BuiltIn, ReCaptcha, HCaptcha or Turnstile.");
            }
            else if (options.Provider != CaptchaProvider.BuiltIn)
            {
                if (options.SiteKey.Length == 0 || options.SecretKey.Length == 0)
                {
                    failures.Add($"Captcha:SiteKey and Captcha:SecretKey are required for {options.Provider}.");
                }

                if (options.Host.Length == 0)
                {
                    failures.Add("PublicBaseUrl is required for an external CAPTCHA: tokens of other sites are told apart by its host.");
                }
            }

            if (options.VerifyUrl is { } url && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)))
            {
                failures.Add("Captcha:VerifyUrl must be an https address: the secret is sent there.");
            }

            if (options.MinimumScore is { } score && (options.Provider != CaptchaProvider.ReCaptcha || score is not (>= 0 and <= 1)))
            {
                failures.Add("Captcha:MinimumScore is a number from 0 to 1 and belongs to ReCaptcha (v3).");
            }

            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
