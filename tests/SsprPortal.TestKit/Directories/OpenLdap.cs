using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>An OpenLDAP server of its own for each class of tests. Three wrong passwords lock for 30 minutes; ten characters at least, three remembered.</summary>
public sealed class OpenLdap : IAsyncLifetime
{
    public const string Base = "dc=example,dc=test", Administrator = "cn=admin,dc=example,dc=test", AdministratorPassword = "admin-secret";
    public const string Service = "cn=svc-sspr,ou=service,dc=example,dc=test", ServicePassword = "Svc-Pa55word!1", Password = "Alice-Pa55word!", Policy = "cn=default,ou=policies,dc=example,dc=test";

    // However the tests end, their end of the pipe closes, and the server with it.
    private const string UntilInputEnds = """ "$0" "$@" < /dev/null & server=$!; cat > /dev/null; kill -KILL $server; wait $server 2> /dev/null; true """;

    // What stood there before any test began.
    private const string LongAgo = "20250101000000Z";

    private readonly List<LdapServers> _servers = [];
    private string _folder = "";
    private LdapConnection? _administrator;
    private Process? _process;

    public TestAuthority Authority { get; } = new();

    /// <summary>What is there beside the ten thousand below ou=many (LDIF).</summary>
    public string More { get; init; } = "";

    internal LdapEndpoint Endpoint { get; private set; } = null!;

    internal LdapEndpoint PlainEndpoint { get; private set; } = null!;

    public static string Person(string uid) => $"uid={uid},ou=people,{Base}";

    public async Task InitializeAsync()
    {
        var (slapd, slapadd) = (Run.Find("slapd", "slapd"), Run.Find("slapadd", "slapd"));
        _folder = Directory.CreateTempSubdirectory("slapd-").FullName;
        foreach (var each in new[] { "run", "db" }) Directory.CreateDirectory(Path.Combine(_folder, each));
        Authority.WriteTo(Path.Combine(_folder, "tls"));
        var conf = Path.Combine(_folder, "slapd.conf");
        await File.WriteAllTextAsync(conf, (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Directories", "slapd.conf"))).Replace("@DIR@", _folder, StringComparison.Ordinal));
        await Run.ToEndAsync(slapadd, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Directories", "slapd.ldif")) + Many() + More, "-q", "-f", conf);

        var (plain, tls) = (FreePort(), FreePort());
        Endpoint = new("127.0.0.1", tls) { Authorities = Authority.Roots };
        PlainEndpoint = Endpoint with { Port = plain, StartTls = true };
        string[] command = [slapd, "-f", conf, "-h", $"ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{tls}", "-d", "0"];
        _process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", UntilInputEnds, .. command]) { RedirectStandardInput = true })!;
        await Eventually.IsAsync(AnswersAsync, "slapd to answer");
    }

    public async Task DisposeAsync()
    {
        foreach (var each in _servers) await each.DisposeAsync();
        if (_administrator is not null) await _administrator.DisposeAsync();
        await KillAsync();
        _process?.Dispose();
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
        Authority.Dispose();
    }

    /// <summary>Ends the server in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    /// <summary>The accounts as the portal sees them.</summary>
    internal OpenLdapAccounts Accounts(AccountSettings? settings = null, TimeProvider? clock = null)
    {
        var servers = new LdapServers([Endpoint], Service, ServicePassword, TimeProvider.System);
        _servers.Add(servers);
        return new(servers, settings ?? new() { SearchBase = "ou=people," + Base, DefaultPolicy = Policy }, clock ?? TimeProvider.System);
    }

    internal async Task<Guid> IdAsync(string dn) => Guid.Parse((await ReadAsync(dn, "entryUUID")).Text("entryUUID")!, CultureInfo.InvariantCulture);

    internal async Task<LdapConnection> ConnectAsync(string name, string password)
    {
        var connection = await LdapConnection.ConnectAsync(Endpoint, default);
        Assert.Equal(LdapResultCode.Success, (await connection.BindAsync(name, password, default)).Code);
        return connection;
    }

    internal async Task DoAsync(LdapRequest request)
    {
        var connection = _administrator ??= await ConnectAsync(Administrator, AdministratorPassword);
        var result = await connection.SendAsync(request, default);
        Assert.True(result.IsSuccess, result.ToString());
    }

    internal Task SetAsync(string dn, params (string Attribute, string Value)[] values) =>
        DoAsync(new LdapModify(dn, [.. values.Select(each => (LdapChange.Replace, each.Attribute, new[] { Encoding.UTF8.GetBytes(each.Value) }))]));

    internal async Task<LdapEntry> ReadAsync(string dn, params string[] attributes)
    {
        var connection = _administrator ??= await ConnectAsync(Administrator, AdministratorPassword);
        return Assert.Single((await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, attributes) { AtMost = 1 }, default)).Entries);
    }

    /// <summary>Adds a person, with <see cref="Password"/>.</summary>
    internal async Task<string> AddPersonAsync(string uid, params (string Attribute, string Value)[] more)
    {
        (string Attribute, string Value)[] attributes = [("objectClass", "inetOrgPerson"), ("cn", uid), ("sn", uid), ("userPassword", Password), .. more];
        if (more.All(each => each.Attribute != "mail")) attributes = [.. attributes, ("mail", uid + "@example.test")];
        await AddAsync(Person(uid), attributes);
        return Person(uid);
    }

    /// <summary>Adds rules for passwords.</summary>
    internal async Task<string> AddPolicyAsync(string name, params (string Attribute, string Value)[] rules)
    {
        var dn = $"cn={name},ou=policies,{Base}";
        (string Attribute, string Value)[] attributes = [("objectClass", "device"), ("objectClass", "pwdPolicy"), ("cn", name), ("pwdAttribute", "userPassword"), .. rules];
        await AddAsync(dn, attributes);
        return dn;
    }

    /// <summary>Adds a group below ou=groups, which has a member at least.</summary>
    internal async Task<string> AddGroupAsync(string name, params string[] members)
    {
        var dn = $"cn={name},ou=groups,{Base}";
        (string Attribute, string Value)[] attributes = [("objectClass", "groupOfNames"), ("cn", name), .. members.Select(each => ("member", each))];
        await AddAsync(dn, attributes);
        return dn;
    }

    internal async Task LockAsync(string dn)
    {
        for (var i = 0; i < 3; i++) Assert.False(await SignInAsync(dn, "wrong"));
    }

    internal async Task<bool> SignInAsync(string dn, string password)
    {
        await using var connection = await LdapConnection.ConnectAsync(Endpoint, default);
        return (await connection.BindAsync(dn, password, default)).IsSuccess;
    }

    private Task AddAsync(string dn, IEnumerable<(string Attribute, string Value)> attributes) =>
        DoAsync(new AddEntry(dn, attributes.Select(each => (each.Attribute, Encoding.UTF8.GetBytes(each.Value)))));

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited) throw new InvalidOperationException($"slapd ended with {_process.ExitCode}.");
        try
        {
            await using var connection = await LdapConnection.ConnectAsync(Endpoint, default);
            return true;
        }
        catch (LdapException e) when (e.Failure == LdapFailure.ConnectionRefused)
        {
            return false;
        }
    }

    private static string Many()
    {
        var entries = new StringBuilder();
        for (var i = 0; i < 10_000; i++) entries.Append(CultureInfo.InvariantCulture, $"\n\ndn: uid=n{i},ou=many,{Base}\nobjectClass: account\nuid: n{i}\nmodifyTimestamp: {LongAgo}");
        return entries.AppendLine().ToString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
