using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory;

/// <summary>Adds the directory of the organisation.</summary>
public static class LdapDirectoryServiceCollectionExtensions
{
    /// <summary>Adds the directory of the section "Directory", whose settings are checked when the host starts. No server is asked before somebody is looked up.</summary>
    public static IServiceCollection AddLdapDirectory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LdapDirectoryOptions>().Bind(configuration.GetSection("Directory")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LdapDirectoryOptions>, LdapDirectoryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Servers(Options(provider), Clock(provider)));
        services.AddSingleton(provider => Accounts(Options(provider), provider.GetRequiredService<LdapServers>(), Clock(provider)));
        return services;
    }

    private static LdapDirectoryOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<LdapDirectoryOptions>>().Value;

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static LdapServers Servers(LdapDirectoryOptions options, TimeProvider clock)
    {
        X509Certificate2Collection? authorities = null;
        if (options.AuthoritiesFile.Length > 0) (authorities = []).ImportFromPemFile(options.AuthoritiesFile);
        var endpoints = options.Servers.Select(server => LdapEndpoint.Parse(server, options.StartTls)! with { Authorities = authorities });
        return new([.. endpoints], options.ServiceAccount, options.ServicePassword, clock);
    }

    private static AccountStore Accounts(LdapDirectoryOptions options, LdapServers servers, TimeProvider clock)
    {
        var settings = new AccountSettings
        {
            SearchBase = NullIfEmpty(options.SearchBase),
            Filter = options.Filter.Length > 0 ? LdapFilter.Parse(options.Filter) : null,
            ExceptedGroups = [.. options.ExceptedGroups],
            KeepHistory = options.KeepHistory,
            NameAttribute = options.NameAttribute,
            DefaultPolicy = NullIfEmpty(options.DefaultPolicy),
        };
        return options.Kind switch
        {
            LdapDirectoryOptions.DirectoryKind.ActiveDirectory => new ActiveDirectoryAccounts(servers, settings, clock),
            LdapDirectoryOptions.DirectoryKind.OpenLdap => new OpenLdapAccounts(servers, settings, clock),
        };
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
