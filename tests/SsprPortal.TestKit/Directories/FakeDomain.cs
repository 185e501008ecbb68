using System.Globalization;
using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>A domain of one person, for what Samba cannot be made to do: controls it does not know, and answers lost at the worst moment.</summary>
internal sealed class FakeDomain : IAsyncDisposable
{
    public const string Person = "CN=Alice,OU=Staff,DC=fake,DC=test";

    public static readonly Guid Id = new("0aa0a0a0-1111-2222-3333-444455556666");

    // S-1-5-21-1-2-3-513
    private static readonly byte[] DomainUsers = [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 2, 0, 0];

    private readonly ScriptedServer _server;
    private readonly LdapServers _servers;
    private int _asked;

    public FakeDomain(TimeSpan? operationTimeout = null)
    {
        _server = new(ConverseAsync, authority => authority.Issue());
        _servers = new([_server.Endpoint with { OperationTimeout = operationTimeout ?? TimeSpan.FromSeconds(15) }], "svc@fake.test", "service", TimeProvider.System);
    }

    /// <summary>The server.</summary>
    public LdapEndpoint Endpoint => _server.Endpoint;

    /// <summary>The authority that is to be trusted.</summary>
    public string Authority => _server.Endpoint.Authorities!.Single().ExportCertificatePem();

    /// <summary>What the server says it knows.</summary>
    public IReadOnlyList<string> Controls { get; set; } = [];

    public long PasswordSet { get; set; } = 133000000000000000;

    public string Password { get; private set; } = "before";

    /// <summary>What becomes of a modify: whether it is done, and whether and with what it is answered.</summary>
    public Func<(bool Done, LdapResult? Answer)> OnModify { get; set; } = () => (true, new(LdapResultCode.Success, ""));

    /// <summary>Whether the server, in place of an answer, says nothing for ever; otherwise it closes the connection.</summary>
    public bool Hangs { get; set; }

    /// <summary>A search for this is never answered; null for none.</summary>
    public string? IsSilentAbout { get; set; }

    /// <summary>Whether the portal's account may read who is in which group.</summary>
    public bool TellsGroups { get; set; } = true;

    /// <summary>Whether the server answers nobody any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Every modify that came, its bytes as text.</summary>
    public List<string> Modifies { get; } = [];

    public ActiveDirectoryAccounts Accounts(bool keepHistory) => new(_servers, new() { KeepHistory = keepHistory }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task ConverseAsync(Stream stream)
    {
        while (await ScriptedServer.RequestAsync(stream) is { } request)
        {
            if (IsGone) return;
            var text = Encoding.Latin1.GetString(request.Operation.Span);
            switch (request.Operation.Span[0])
            {
                case 0x60:
                    var right = !text.Contains("Alice", StringComparison.Ordinal) || text.EndsWith(Password, StringComparison.Ordinal);
                    await stream.WriteAsync(ScriptedServer.Result(request.Id, 1, right ? LdapResultCode.Success : LdapResultCode.InvalidCredentials, right ? "" : "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1"));
                    break;
                case 0x63 when IsSilentAbout is { } silent && text.Contains(silent, StringComparison.Ordinal) && ++_asked > 1: // the first one reads the domain
                    await stream.CopyToAsync(Stream.Null);
                    break;
                case 0x63:
                    await stream.WriteAsync((byte[])[.. Found(request.Id, text), .. ScriptedServer.Result(request.Id, 5)]);
                    break;
                case 0x66:
                    Modifies.Add(text);
                    var (done, answer) = OnModify();
                    if (done) (PasswordSet, Password) = (PasswordSet + 1, NewPassword(request.Operation.Span));
                    if (answer is not null) await stream.WriteAsync(ScriptedServer.Result(request.Id, 7, answer.Code, answer.Diagnostic));
                    else if (Hangs) await stream.CopyToAsync(Stream.Null);
                    else return;
                    break;
                default:
                    return;
            }
        }
    }

    private static string NewPassword(ReadOnlySpan<byte> modify)
    {
        var text = Encoding.Latin1.GetString(modify).Replace("\0", "", StringComparison.Ordinal);
        return text.Split('"')[^2]; // the last one quoted: a change has the old one before
    }

    private byte[] Found(int id, string search)
    {
        if (search.Contains("supportedControl", StringComparison.Ordinal))
            return ScriptedServer.Entry(id, "", [("defaultNamingContext", "DC=fake,DC=test"u8.ToArray()), ("configurationNamingContext", "CN=Configuration,DC=fake,DC=test"u8.ToArray()), .. Controls.Select(each => ("supportedControl", Encoding.UTF8.GetBytes(each)))]);
        if (search.Contains("distinguishedName", StringComparison.Ordinal)) return ScriptedServer.Entry(id, "DC=fake,DC=test", ("distinguishedName", "DC=fake,DC=test"u8.ToArray()));
        if (search.Contains("crossRef", StringComparison.Ordinal) || (search.Contains("objectSid", StringComparison.Ordinal) && !search.Contains("sAMAccountName", StringComparison.Ordinal))) return [];
        return ScriptedServer.Entry(
            id, Person, [("objectGUID", Id.ToByteArray()), ("sAMAccountName", "alice"u8.ToArray()), ("userPrincipalName", "alice@fake.test"u8.ToArray()), ("userAccountControl", "512"u8.ToArray()),
            ("msDS-User-Account-Control-Computed", "0"u8.ToArray()), ("pwdLastSet", Encoding.UTF8.GetBytes(PasswordSet.ToString(CultureInfo.InvariantCulture))), .. TellsGroups ? [("tokenGroups", DomainUsers)] : Array.Empty<(string, byte[])>()]);
    }
}
