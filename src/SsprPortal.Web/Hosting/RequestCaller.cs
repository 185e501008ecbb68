using System.Globalization;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Web.Hosting;

/// <summary>Who asks.</summary>
public static class RequestCaller
{
    /// <summary>The client's address, from configured proxies only, and the language of the page.</summary>
    public static Caller Caller(this HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString(), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
}
