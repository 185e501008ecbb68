using SsprPortal.Core.Administration;
using SsprPortal.Core.Messages;

namespace SsprPortal.Web.Hosting;

/// <summary>What the portal says at its start to whoever started it.</summary>
public static class Welcome
{
    /// <summary>In the demonstration, where everything is and who there is; in a new portal, how the first administrator is made.</summary>
    /// <param name="output">Where it is written. The secret goes here and nowhere else: not into the log.</param>
    /// <param name="services">The portal's services.</param>
    /// <param name="people">The people of the demonstration; empty without it.</param>
    public static async Task WriteAsync(TextWriter output, IServiceProvider services, IReadOnlyList<(string UserName, string Password, string State)> people)
    {
        ArgumentNullException.ThrowIfNull(output);
        var address = services.GetRequiredService<PortalAddress>().BaseUrl;
        await Demonstration.WriteAsync(output, address, people);
        await using var scope = services.CreateAsyncScope();
        if (people.Count == 0 && await scope.ServiceProvider.GetRequiredService<SetupService>().OfferAsync(CancellationToken.None) is { } secret)
        {
            await output.WriteLineAsync($"""

                There is no administrator yet. Make the first one at {new Uri(address, "/setup")} with this one-time secret:

                    {secret}

                It is worthless once it was used. Every start without an administrator writes a new one in its place.

                """);
        }
    }
}
