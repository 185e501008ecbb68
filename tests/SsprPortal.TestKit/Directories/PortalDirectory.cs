using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Transactions;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.TestKit.Directories;

/// <summary>A directory for a portal.</summary>
public static class PortalDirectory
{
    /// <summary>Lets a portal look after the people of a domain; their mobile phones prove them, and one proof is enough.</summary>
    public static async Task UseAsync(this PortalHost portal, SambaDomain domain, bool keepHistory = false)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(domain);
        var settings = new DirectorySettings
        {
            Servers = [$"{domain.Endpoint.Host}:{domain.Endpoint.Port}"],
            Authorities = domain.Authority.Roots.ExportCertificatePems(),
            ServiceAccount = SambaDomain.Service,
            PasswordId = Guid.NewGuid(),
            KeepHistory = keepHistory,
        };
        await portal.ChangePolicyAsync(policy => policy with
        {
            Directory = settings,
            Scope = ResetScope.All,
            GatesRequired = 1,
            TrustedContacts = ["mobile"],
            WritesBack = true,
            UnlocksWithoutReset = true,
        });
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IDirectoryPasswords>().ReplaceAsync(settings.PasswordId, SambaDomain.ServicePassword, CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }
}
