namespace SsprPortal.ActiveDirectory;

/// <summary>The directory in which the organisation's accounts are (section "Directory").</summary>
public sealed class LdapDirectoryOptions
{
    /// <summary>What kind of directory it is: their passwords are written differently.</summary>
    public DirectoryKind Kind { get; set; } = DirectoryKind.ActiveDirectory;

    /// <summary>The servers in the order of preference, each as its certificate names it, with a port where it is not the usual one: "dc1.contoso.com", "dc2.contoso.com:3636".</summary>
    public IList<string> Servers { get; } = [];

    /// <summary>Whether TLS begins by StartTLS on port 389 (RFC 4511 section 4.14); otherwise by the first byte, on port 636. There is no way without TLS.</summary>
    public bool StartTls { get; set; }

    /// <summary>A file of certificates (PEM) of the authorities that are trusted, in place of those of the system; empty for those of the system.</summary>
    public string AuthoritiesFile { get; set; } = "";

    /// <summary>The portal's own account: its user principal name, or its DN.</summary>
    public string ServiceAccount { get; set; } = "";

    /// <summary>The password of the portal's own account: a secret.</summary>
    public string ServicePassword { get; set; } = "";

    /// <summary>Where the people are (DN); empty for the whole directory.</summary>
    public string SearchBase { get; set; } = "";

    /// <summary>A filter (RFC 4515) for the people the portal looks after, beside that they are people; empty for all.</summary>
    public string Filter { get; set; } = "";

    /// <summary>Groups (DN) whose members the portal leaves alone, members of their groups included. Accounts that rule the directory are left alone anyway.</summary>
    public IList<string> ExceptedGroups { get; } = [];

    /// <summary>Whether a reset must obey the history of passwords and the least age. A server that cannot is then not asked to reset; OpenLDAP always does.</summary>
    public bool KeepHistory { get; set; } = true;

    /// <summary>OpenLDAP: the attribute that people know as their name.</summary>
    public string NameAttribute { get; set; } = "uid";

    /// <summary>OpenLDAP: the policy (DN) of people who have none of their own; empty for none.</summary>
    public string DefaultPolicy { get; set; } = "";

    /// <summary>Kinds of directories.</summary>
    public enum DirectoryKind
    {
        /// <summary>Active Directory, Windows' or Samba's.</summary>
        ActiveDirectory,

        /// <summary>OpenLDAP with the password policy overlay.</summary>
        OpenLdap,
    }
}
