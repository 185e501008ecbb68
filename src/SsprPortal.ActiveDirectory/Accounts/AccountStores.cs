using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Policies;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>The accounts of the last settings that were asked for, with their connections, for every request. Of other settings no connection is kept any more.</summary>
internal sealed class AccountStores(TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private (string Settings, AccountStore Accounts)? _current;

    /// <summary>Those of these settings; null when others were asked for since.</summary>
    public AccountStore? Find(DirectorySettings settings)
    {
        var key = Key(settings);
        lock (_lock) return _current is { } current && current.Settings == key ? current.Accounts : null;
    }

    /// <summary>Opens those of these settings. Whoever still holds the ones before goes on with them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="password">The password of the portal's account; without it every request fails, and the accounts are not kept.</param>
    public async Task<AccountStore> OpenAsync(DirectorySettings settings, string? password)
    {
        var opened = Open(settings, password);
        if (password is null) return opened;

        var key = Key(settings);
        AccountStore left;
        lock (_lock)
        {
            if (_current is { } current && current.Settings == key) return current.Accounts; // by another request, meanwhile
            left = _current?.Accounts ?? opened;
            _current = (key, opened);
        }

        if (left != opened) await left.DisposeAsync();
        return opened;
    }

    /// <summary>Closes what is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_current is { } current) await current.Accounts.DisposeAsync();
    }

    private static string Key(DirectorySettings settings) => JsonSerializer.Serialize(settings);

    private AccountStore Open(DirectorySettings settings, string? password)
    {
        X509Certificate2Collection? authorities = null;
        LdapFilter? filter = null;
        string? fault = password is null ? "The password of the portal's account is not kept, or cannot be decrypted." : null;
        try
        {
            if (settings.Authorities.Length > 0 && (authorities = DirectorySettings.ReadAuthorities(settings.Authorities)) is null) fault = "The certificates of the trusted authorities cannot be read.";
            if (settings.Filter.Length > 0) filter = LdapFilter.Parse(settings.Filter);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }

        var endpoints = settings.Servers.Select(server => LdapEndpoint.Parse(server, settings.StartTls)! with { Authorities = authorities });
        var servers = new LdapServers([.. endpoints], settings.ServiceAccount, password ?? "", clock) { Fault = fault };
        var accounts = new AccountSettings
        {
            SearchBase = NullIfEmpty(settings.SearchBase),
            Filter = filter,
            ExceptedGroups = settings.ExceptedGroups,
            KeepHistory = settings.KeepHistory,
            NameAttribute = settings.NameAttribute,
            DefaultPolicy = NullIfEmpty(settings.DefaultPolicy),
        };
        return settings.Kind switch
        {
            DirectoryKind.ActiveDirectory => new ActiveDirectoryAccounts(servers, accounts, clock),
            DirectoryKind.OpenLdap => new OpenLdapAccounts(servers, accounts, clock),
        };
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
