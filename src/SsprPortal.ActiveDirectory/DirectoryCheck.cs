using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory;

/// <summary>Asks the servers of the directory that policy names.</summary>
internal sealed class DirectoryCheck(CurrentAccounts current) : IDirectoryCheck
{
    public async Task<IReadOnlyList<ServerReport>?> ServersAsync(CancellationToken cancellationToken) =>
        await current.GetAsync(cancellationToken) is { } accounts ? await accounts.ProbeAsync(cancellationToken) : null;

    public async Task<(RightsReport? Person, DirectoryFailure? Failure)> PersonAsync(string userName, CancellationToken cancellationToken)
    {
        try
        {
            return (await current.GetAsync(cancellationToken) is { } accounts ? await accounts.ReportAsync(userName, cancellationToken) : null, null);
        }
        catch (LdapException e)
        {
            return (null, new(e.Failure.ToString(), e.Message));
        }
    }

    public int? FaultOfFilter(string text)
    {
        try
        {
            _ = LdapFilter.Parse(text);
            return null;
        }
        catch (LdapFilterException e)
        {
            return e.Character;
        }
    }
}
