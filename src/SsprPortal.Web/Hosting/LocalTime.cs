using System.Globalization;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Hosting;

/// <summary>Times as pages show them: in the organisation's zone, which they name, and alike in every language.</summary>
public static class LocalTime
{
    /// <summary>Day, minute and distance from UTC in the organisation's zone.</summary>
    public static string In(this DateTimeOffset when, SsprPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return when.In(TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone));
    }

    /// <summary>Day, minute and distance from UTC in a zone.</summary>
    public static string In(this DateTimeOffset when, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(when, zone);
        var (sign, apart) = (local.Offset < TimeSpan.Zero ? '-' : '+', local.Offset.Duration());
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm} (UTC{sign}{apart.Hours}{(apart.Minutes == 0 ? "" : $":{apart.Minutes:00}")})");
    }
}
