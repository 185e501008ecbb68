using System.Globalization;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Hosting;

/// <summary>Times as pages show them.</summary>
public static class LocalTime
{
    /// <summary>Day and minute in the organisation's zone, written as the page's language has it.</summary>
    public static string In(this DateTimeOffset when, SsprPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return TimeZoneInfo.ConvertTime(when, TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone)).ToString("g", CultureInfo.CurrentCulture);
    }
}
