using System.Formats.Asn1;
using System.Security.Cryptography;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// A reading of the people whom the portal looks after: of everybody, or of those who changed since an earlier one. It stays on one server,
/// for what one has counted another has not. Everything in it throws <see cref="LdapException"/> when that server does not answer.
/// </summary>
internal abstract class AccountReading(LdapServers servers, LdapConnection connection) : IAsyncDisposable
{
    /// <summary>Entries of a page: less than the thousand that Windows allows.</summary>
    protected const int PageSize = 500;

    /// <summary>How many values a filter asks for at a time.</summary>
    protected const int AtATime = 50;

    /// <summary>What the next reading is begun with, 128 characters at most; null when the server cannot tell what changed.</summary>
    public string? Mark { get; protected init; }

    /// <summary>Whether everybody is read: also when what it was begun with was another server's, or of other settings.</summary>
    public bool IsWhole { get; protected init; }

    /// <summary>Whether an earlier reading looked for the same people, on whatever server; also when either tells no mark.</summary>
    public bool LooksForTheSame(string? earlier) => earlier is null || Mark is null || ScopeOf(earlier) == ScopeOf(Mark);

    /// <summary>The server that is read.</summary>
    public LdapEndpoint Endpoint => connection.Endpoint;

    /// <summary>The connection.</summary>
    protected LdapConnection Connection => connection;

    /// <summary>The people, in no order. Whoever is not even to be recognised by the portal's account is left out.</summary>
    public abstract IAsyncEnumerable<DirectoryPerson> PeopleAsync(CancellationToken cancellationToken);

    /// <summary>Who of these is there, whether changed or not: somebody who moved while everybody was read may have been missed.</summary>
    public abstract IAsyncEnumerable<Guid> AmongAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>Whether a group changed, of whatever kind; true when everybody is read.</summary>
    public abstract Task<bool> GroupsChangedAsync(CancellationToken cancellationToken);

    /// <summary>A group as it is called now, and who of the people is in it, near or far; null when it is gone.</summary>
    public abstract Task<(Group Group, IReadOnlySet<Guid> People)?> MembersAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Closes the connection. A server that failed is left alone for a while.</summary>
    public ValueTask DisposeAsync()
    {
        if (!connection.IsUsable) servers.LeaveAlone(connection.Endpoint);
        return connection.DisposeAsync();
    }

    /// <summary>Stands for who is read: a mark of others does not fit. It is the last but one word of every mark.</summary>
    protected static string Scope(string baseDn, LdapFilter people)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteText(baseDn);
            people.Write(writer);
        }

        return Convert.ToHexString(SHA256.HashData(writer.Encode()), 0, 8);
    }

    private static string ScopeOf(string mark) => mark.Split(' ') is [.., var scope, _] ? scope : "";

    /// <summary>Every entry of a search.</summary>
    protected IAsyncEnumerable<LdapEntry> AllAsync(string baseDn, LdapFilter filter, IReadOnlyList<string> attributes, CancellationToken cancellationToken) =>
        connection.SearchPagedAsync(new LdapSearch(baseDn, LdapScope.Subtree, filter, attributes), PageSize, cancellationToken);
}
