namespace SsprPortal.Web.Journeys;

/// <summary>Registers the guard of journeys.</summary>
public static class JourneyExtensions
{
    /// <summary>Registers the cookie and the journey of the request.</summary>
    public static IServiceCollection AddJourneys(this IServiceCollection services) =>
        services.AddSingleton<JourneyCookie>().AddScoped<CurrentJourney>();
}
