using SsprPortal.Core.Administration;
using SsprPortal.Core.Messages;

namespace SsprPortal.Web.Commands;

/// <summary><c>setup reopen</c>: brings the administration back when none of the administrators gets in any more.</summary>
internal static class ReopenSetup
{
    /// <summary>Writes a one-time secret for a new administrator.</summary>
    /// <param name="services">The portal's services, with its database prepared.</param>
    /// <param name="output">Where the secret is written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The exit code: 0 done, 1 when somebody else wrote at the same moment.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var (secret, allowsApp) = await scope.ServiceProvider.GetRequiredService<SetupService>().ReopenAsync(cancellationToken);
        if (secret is null)
        {
            await output.WriteLineAsync("Somebody else saved at the same moment: try again.");
            return 1;
        }

        await output.WriteLineAsync($"""
            Make a new administrator at {services.GetRequiredService<PortalAddress>().To("/setup")} within an hour, with this one-time secret:
                {secret}
            """);
        if (allowsApp)
            await output.WriteLineAsync("The policy allowed nothing that an administrator could register: it allows the authenticator app again.");
        return 0;
    }
}
