using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Journeys;

/// <summary>
/// The one cookie of a journey: an opaque handle, and nothing else of it is in the browser. It is there before the journey is, so that
/// a CAPTCHA is bound to the browser that solved it, and another one takes its place when the journey starts and after every gate.
/// </summary>
public sealed class JourneyCookie(PortalCookies cookies)
{
    private const string Cookie = "journey";

    /// <summary>What the browser holds; null when it holds nothing that could be a handle.</summary>
    public OpaqueHandle? Read(HttpContext context) => OpaqueHandle.Read(context.Request.Cookies[cookies.Name(Cookie)]);

    /// <summary>What the browser holds, or a new handle.</summary>
    public OpaqueHandle ReadOrCreate(HttpContext context)
    {
        if (Read(context) is { } handle)
            return handle;
        var created = OpaqueHandle.Create();
        Write(context, created);
        return created;
    }

    /// <summary>Gives the browser another handle.</summary>
    public void Write(HttpContext context, OpaqueHandle handle) => context.Response.Cookies.Append(cookies.Name(Cookie), handle.Text, cookies.Options(context));

    /// <summary>Takes the handle back.</summary>
    public void Delete(HttpContext context) => context.Response.Cookies.Delete(cookies.Name(Cookie), cookies.Options(context));
}
