using SsprPortal.Core.Policies;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>The accounts of the directory by the settings as they are now.</summary>
internal sealed class CurrentAccounts(IPolicyStore policies, IDirectoryPasswords passwords, AccountStores stores)
{
    /// <summary>The accounts; null when no directory is set up. Asks no server.</summary>
    public async Task<AccountStore?> GetAsync(CancellationToken cancellationToken)
    {
        if ((await policies.GetAsync(cancellationToken)).Directory is not { } settings) return null;
        return stores.Find(settings) ?? await stores.OpenAsync(settings, await passwords.ReadAsync(settings.PasswordId, cancellationToken));
    }
}
