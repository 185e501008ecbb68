using System.Text.RegularExpressions;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// Identities that rule a domain or its controllers ([MS-DTYP] section 2.4.2.4, the protected ones of AdminSDHolder). Windows marks their
/// members (adminCount) once an hour, and Samba never: who became one just now is known by the group.
/// </summary>
internal static partial class RulingIdentities
{
    /// <summary>Whether an account with this identity, or in the group of it, rules.</summary>
    public static bool Contains(string sid) => Ruling().IsMatch(sid);

    // Of a domain: Administrator, krbtgt, enterprise read-only controllers, Domain Admins, controllers, Schema Admins, Enterprise Admins,
    // Group Policy Creator Owners, read-only controllers, Key Admins, Enterprise Key Admins. Built in: Administrators; Account, Server, Print
    // and Backup Operators; Replicator.
    [GeneratedRegex("^S-1-5-(21-[0-9]+-[0-9]+-[0-9]+-(498|500|502|512|516|518|519|520|521|526|527)|32-(544|548|549|550|551|552))$")]
    private static partial Regex Ruling();
}
