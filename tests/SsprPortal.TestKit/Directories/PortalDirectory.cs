using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Transactions;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.TestKit.Directories;

/// <summary>A directory for a portal.</summary>
public static class PortalDirectory
{
    /// <summary>Lets a portal look after the people of a domain; their mobile phones prove them, and one proof is enough.</summary>
    public static Task UseAsync(this PortalHost portal, SambaDomain domain, bool keepHistory = false)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return portal.UseAsync(domain.Endpoint, domain.Authority.Roots.ExportCertificatePems(), SambaDomain.Service, SambaDomain.ServicePassword, keepHistory);
    }

    /// <summary>The same of a domain that does what a test wants.</summary>
    internal static Task UseAsync(this PortalHost portal, FakeDomain domain) => portal.UseAsync(domain.Endpoint, domain.Authority, "svc@fake.test", "service", keepHistory: false);

    private static async Task UseAsync(this PortalHost portal, LdapEndpoint endpoint, string authorities, string account, string password, bool keepHistory)
    {
        ArgumentNullException.ThrowIfNull(portal);
        var settings = new DirectorySettings
        {
            Servers = [$"{endpoint.Host}:{endpoint.Port}"],
            Authorities = authorities,
            ServiceAccount = account,
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
                await scope.ServiceProvider.GetRequiredService<IDirectoryPasswords>().ReplaceAsync(settings.PasswordId, password, CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }
}
