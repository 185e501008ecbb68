namespace SsprPortal.Web.Captcha;

/// <summary>What came of a check.</summary>
public enum CaptchaResult
{
    /// <summary>Go on.</summary>
    Passed,

    /// <summary>Missing, wrong, too old, used or of another browser: show the widget again.</summary>
    Refused,

    /// <summary>The provider could not be asked: nobody gets through, and the page says to try again later.</summary>
    Unavailable,
}
