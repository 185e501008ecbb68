namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>What a server says of itself (RFC 4512 section 5.1).</summary>
internal sealed class LdapRoot
{
    private const string ActiveDirectory = "1.2.840.113556.1.4.800";

    private readonly LdapEntry _entry;

    private LdapRoot(LdapEntry entry) => _entry = entry;

    /// <summary>Whether it is Active Directory, or one like it ([MS-ADTS] section 3.1.1.3.4.3).</summary>
    public bool IsActiveDirectory => _entry.Texts("supportedCapabilities").Contains(ActiveDirectory);

    /// <summary>Where its own accounts are: the domain. Null on a server with several directories or none.</summary>
    public string? DefaultNamingContext => _entry.Text("defaultNamingContext") ?? (_entry.Values("namingContexts").Count == 1 ? _entry.Text("namingContexts") : null);

    /// <summary>Where Active Directory keeps what the whole forest knows.</summary>
    public string? ConfigurationNamingContext => _entry.Text("configurationNamingContext");

    /// <summary>Active Directory: the server's own entry in the configuration.</summary>
    public string? Settings => _entry.Text("dsServiceName");

    /// <summary>Active Directory: the number of the last change that this server knows; its own count, which is no other server's.</summary>
    public long? LastChange => _entry.Number("highestCommittedUSN");

    /// <summary>Whether it knows an extended operation.</summary>
    public bool Does(string operation) => _entry.Texts("supportedExtension").Contains(operation);

    /// <summary>Whether it knows a control.</summary>
    public bool Knows(string control) => _entry.Texts("supportedControl").Contains(control);

    /// <summary>Asks the server.</summary>
    /// <exception cref="LdapException">It does not answer, or says nothing of itself.</exception>
    public static async Task<LdapRoot> ReadAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        var search = new LdapSearch(
            "", LdapScope.Base, LdapFilter.Everything,
            "supportedCapabilities", "defaultNamingContext", "namingContexts", "configurationNamingContext", "supportedControl", "supportedExtension", "dsServiceName", "highestCommittedUSN")
        { AtMost = 1 };
        var (entries, _) = await connection.SearchAsync(search, cancellationToken);
        return entries is [var entry] ? new(entry) : throw new LdapException(LdapFailure.Protocol, $"{connection.Endpoint}: says nothing of itself");
    }
}
