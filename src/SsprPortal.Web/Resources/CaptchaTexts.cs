namespace SsprPortal.Web.Resources;

/// <summary>Names the texts around the CAPTCHA for <c>IStringLocalizer</c>.</summary>
public sealed class CaptchaTexts;
