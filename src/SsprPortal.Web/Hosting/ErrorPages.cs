using Microsoft.AspNetCore.Diagnostics;

namespace SsprPortal.Web.Hosting;

/// <summary>Failed answers are made anew from the same request; what guards requests has to know.</summary>
public static class ErrorPages
{
    /// <summary>Whether this is a failed request on its way to the error page.</summary>
    public static bool IsErrorPage(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
    }
}
