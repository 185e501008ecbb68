using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory;

/// <summary>Adds the directory of the organisation.</summary>
public static class LdapDirectoryServiceCollectionExtensions
{
    /// <summary>Adds the directory that the policy names, which may be none, or another one tomorrow. No server is asked where there is none.</summary>
    public static IServiceCollection AddLdapDirectory(this IServiceCollection services)
    {
        services.AddSingleton<AccountStores>();
        services.AddScoped<CurrentAccounts>();
        services.AddScoped<LdapDirectory>();
        services.AddScoped<IDirectory>(provider => provider.GetRequiredService<LdapDirectory>());
        services.AddScoped<IDirectoryGroups>(provider => provider.GetRequiredService<LdapDirectory>());
        services.AddScoped<IDirectoryCheck, DirectoryCheck>();
        services.AddScoped<DirectorySync>();
        services.AddHostedService<DirectorySyncWork>();
        return services;
    }
}
