using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// What a typed name may mean in Active Directory, the likeliest first. The directory compares more loosely than the portal may: to it
/// "muller" is "müller". What it finds counts only where the portal, too, takes the names for the same.
/// </summary>
/// <param name="dnsDomain">The domain's name in DNS: "contoso.test".</param>
/// <param name="netBiosDomain">The domain's short name: "CONTOSO"; null when it is not known.</param>
internal sealed class ActiveDirectoryNames(string dnsDomain, string? netBiosDomain)
{
    /// <summary>The domain's short name; null when it is not known.</summary>
    public string? NetBiosDomain => netBiosDomain;

    /// <summary>The meanings: a filter for the directory, and what must hold for the entry it finds.</summary>
    public IEnumerable<(LdapFilter Filter, Func<LdapEntry, bool> Holds)> Meanings(string typed)
    {
        if (UserNames.Normalize(typed) is not { } name) yield break;
        if (name.Split('\\') is [var domain, var account])
        {
            if (Same(netBiosDomain, domain)) yield return By("sAMAccountName", account);
        }
        else if (name.Split('@') is [var left, var right])
        {
            yield return By("userPrincipalName", name);
            if (Same(dnsDomain, right)) yield return By("sAMAccountName", left); // signs in too, whatever the account's own principal name
            yield return By("mail", name);
        }
        else
        {
            yield return (
                LdapFilter.Or(LdapFilter.Equal("sAMAccountName", name), LdapFilter.StartsWith("userPrincipalName", name + "@")),
                entry => Same(entry.Text("sAMAccountName"), name) || (UserNames.Normalize(entry.Text("userPrincipalName")) is { } principal && UserNames.BareName(principal) == name));
        }
    }

    private static (LdapFilter Filter, Func<LdapEntry, bool> Holds) By(string attribute, string value) => (LdapFilter.Equal(attribute, value), entry => Same(entry.Text(attribute), value));

    private static bool Same(string? text, string normalized) => UserNames.Normalize(text) == normalized;
}
