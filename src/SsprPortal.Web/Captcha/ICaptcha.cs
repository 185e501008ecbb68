using System.Net;

namespace SsprPortal.Web.Captcha;

/// <summary>
/// The check that a person is asking, before anything is looked up. A page writes <c>&lt;partial name="@captcha.View" model="captcha" /&gt;</c>
/// inside its form and hands what came back in <see cref="TokenField"/> to <see cref="VerifyAsync"/>.
/// </summary>
public interface ICaptcha
{
    /// <summary>The partial view that shows the widget; its model is this object.</summary>
    string View { get; }

    /// <summary>The form field that the widget fills.</summary>
    string TokenField { get; }

    /// <summary>Other origins that the widget needs in the content security policy of the page that shows it.</summary>
    IReadOnlyList<string> Origins { get; }

    /// <summary>Judges a token and uses it up: the second time it is refused. Never throws because of what a token says.</summary>
    /// <param name="token">What the form brought.</param>
    /// <param name="browser">The opaque value that this browser carries; a token that another browser earned is refused where the kind of check allows it.</param>
    /// <param name="client">Where the request comes from.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    Task<CaptchaResult> VerifyAsync(string? token, string browser, IPAddress? client, CancellationToken cancellationToken);
}
