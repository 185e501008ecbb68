using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>The lines that grant a right in Active Directory, for dsacls of Windows and for samba-tool.</summary>
/// <param name="place">Where the people are (DN): what is granted there goes for those below.</param>
/// <param name="domain">The domain (DN).</param>
/// <param name="account">The portal's account: "CONTOSO\svc-sspr".</param>
/// <param name="sid">Its security identifier; null when it is not known.</param>
internal sealed class Delegation(string place, string domain, string account, string? sid)
{
    // Of the schema and of the extended rights ([MS-ADSC], [MS-ADA1] to [MS-ADA3], [MS-ADTS] section 5.1.3.2.1).
    private const string User = "bf967aba-0de6-11d0-a285-00aa003049e2", ResetPassword = "00299570-246d-11d0-a768-00aa006e0529", PwdLastSet = "bf967a0a-0de6-11d0-a285-00aa003049e2";
    private const string LockoutTime = "28630ebf-41d5-11d1-a9c1-0000f80367c1", AccountRestrictions = "4c164200-20c0-11d0-a768-00aa006e0529", TokenGroups = "b7c69e6d-2cc7-11d2-854e-00a0c983f608";
    private const string ResultantPso = "b77ea093-88d0-4780-9a98-911f8e8b1dca";

    /// <summary>What grants the right.</summary>
    public MissingRight Of(Right right) => right switch
    {
        Right.ResetPassword => Grant(right, ("CA;Reset Password", "CR", ResetPassword)),
        Right.AskForChange => Grant(right, ("RPWP;pwdLastSet", "RPWP", PwdLastSet)),
        Right.Unlock => Grant(right, ("RPWP;lockoutTime", "RPWP", LockoutTime)),
        Right.ReadState => Grant(right, ("RP;Account Restrictions", "RP", AccountRestrictions), ("RP;tokenGroups", "RP", TokenGroups), ("RP;msDS-ResultantPSO", "RP", ResultantPso)),
        Right.ReadPolicy => Lines(right, [$"dsacls \"{Policies}\" /I:T /G \"{account}:GR\""], [$"samba-tool dsacl set --objectdn='{Policies}' --sddl='(A;CI;GR;;;{sid})'"]),
    };

    private string Policies => "CN=Password Settings Container,CN=System," + domain;

    private MissingRight Grant(Right right, params (string Windows, string Access, string Of)[] entries) => Lines(
        right,
        [.. entries.Select(each => $"dsacls \"{place}\" /I:S /G \"{account}:{each.Windows};user\"")],
        [$"samba-tool dsacl set --objectdn='{place}' --sddl='{string.Concat(entries.Select(each => $"(OA;CIIO;{each.Access};{each.Of};{User};{sid})"))}'"]);

    // Names come from the directory and lines are pasted into a shell: what means something there is not offered.
    private MissingRight Lines(Right right, IReadOnlyList<string> windows, IReadOnlyList<string> samba)
    {
        var plain = (place + domain + account).IndexOfAny(['"', '\'', '%', '$', '`', '!', '&', '|', '<', '>', '^', ';']) < 0 && !(place + domain + account).Any(char.IsControl);
        return new(right, plain ? windows : [], plain && sid is not null ? samba : []);
    }
}
