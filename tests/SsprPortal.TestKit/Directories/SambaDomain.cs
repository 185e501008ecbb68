using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SsprPortal.ActiveDirectory;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>
/// A domain controller of its own for each class of tests: Samba, a copy of a domain that is made once per machine (provision.sh), in a
/// network namespace (domain.py). Three wrong passwords lock for 30 minutes; ten characters at least, five remembered.
/// </summary>
public sealed class SambaDomain : IAsyncLifetime
{
    public const string Base = "DC=contoso,DC=test", Policies = "CN=Password Settings Container,CN=System," + Base, Administrator = "Administrator@contoso.test", AdministratorPassword = "Adm1n-Passw0rd!";
    public const string Service = "svc-sspr@contoso.test", ServicePassword = "Svc-Pa55word!1", Password = "Alice-Pa55word!";

    private readonly List<LdapServers> _servers = [];
    private Process? _process;
    private string _folder = "";
    private LdapConnection? _administrator;

    public TestAuthority Authority { get; } = new();

    /// <summary>TLS from the first byte.</summary>
    internal LdapEndpoint Endpoint { get; private set; } = null!;

    /// <summary>The plain port, for StartTLS.</summary>
    internal LdapEndpoint PlainEndpoint { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Run.Find("samba", "samba-ad-dc samba-ad-provision");
        Run.Find("ldbmodify", "ldb-tools");
        var scripts = Path.Combine(AppContext.BaseDirectory, "Directories");
        var template = await Run.ToEndAsync("/bin/bash", "", Path.Combine(scripts, "provision.sh"));
        _folder = Directory.CreateTempSubdirectory("samba-").FullName;
        await Run.ToEndAsync("/bin/cp", "", "-a", template + "/.", _folder);
        // What the making of the domain left: Samba 4.24 asks for other rights than it gave.
        if (Directory.Exists(Path.Combine(_folder, "msg.sock"))) Directory.Delete(Path.Combine(_folder, "msg.sock"), recursive: true);
        foreach (var each in new[] { "run", "cache" }) Directory.CreateDirectory(Path.Combine(_folder, each));
        Authority.WriteTo(Path.Combine(_folder, "tls"));
        var conf = Path.Combine(_folder, "etc/smb.conf");
        await File.WriteAllTextAsync(conf, (await File.ReadAllTextAsync(conf)).Replace("@DIR@", _folder, StringComparison.Ordinal));

        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(scripts, "domain.py"), _folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var ready = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync());
        using var ports = JsonDocument.Parse(ready);
        Endpoint = new("127.0.0.1", ports.RootElement.GetProperty("ldaps").GetInt32()) { Authorities = Authority.Roots };
        PlainEndpoint = Endpoint with { Port = ports.RootElement.GetProperty("ldap").GetInt32(), StartTls = true };
    }

    public async Task DisposeAsync()
    {
        foreach (var each in _servers) await each.DisposeAsync();
        if (_administrator is not null) await _administrator.DisposeAsync();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
        Authority.Dispose();
    }

    /// <summary>Does not answer any more, but keeps its connections.</summary>
    public Task FreezeAsync() => CommandAsync("freeze");

    public Task ThawAsync() => CommandAsync("thaw");

    public Task KillAsync()
    {
        _administrator = null;
        return CommandAsync("kill");
    }

    public Task StartAsync() => CommandAsync("start");

    /// <summary>The accounts as the portal sees them. Samba 4.17 keeps no history in a reset.</summary>
    internal ActiveDirectoryAccounts Accounts(AccountSettings? settings = null, LdapEndpoint? endpoint = null)
    {
        var servers = new LdapServers([endpoint ?? Endpoint], Service, ServicePassword, TimeProvider.System);
        _servers.Add(servers);
        return new(servers, settings ?? new() { KeepHistory = false }, TimeProvider.System);
    }

    /// <summary>The identity of the portal's own account.</summary>
    internal async Task<string> ServiceSidAsync() => SecurityDescriptor.Sid((await ReadAsync($"CN=svc-sspr,OU=Service,{Base}", "objectSid")).Bytes("objectSid")!);

    internal async Task<Guid> IdAsync(string dn) => new((await ReadAsync(dn, "objectGUID")).Bytes("objectGUID")!);

    /// <summary>Adds entries to who may do what with an entry, in Microsoft's notation ([MS-DTYP] section 2.5.1).</summary>
    internal Task AllowAsync(string dn, string sddl) =>
        Run.ToEndAsync("/usr/bin/samba-tool", "", "dsacl", "set", "-s", _folder + "/etc/smb.conf", "-H", _folder + "/private/sam.ldb", "--objectdn=" + dn, "--sddl=" + sddl);

    internal async Task<LdapConnection> ConnectAsync(string name, string password)
    {
        var connection = await LdapConnection.ConnectAsync(Endpoint, default);
        Assert.Equal(LdapResultCode.Success, (await connection.BindAsync(name, password, default)).Code);
        return connection;
    }

    /// <summary>Does something as the administrator of the domain.</summary>
    internal async Task DoAsync(LdapRequest request)
    {
        var connection = await AdministratorAsync();
        var result = await connection.SendAsync(request, default);
        Assert.True(result.IsSuccess, result.ToString());
    }

    private async Task<LdapConnection> AdministratorAsync() =>
        _administrator is { IsUsable: true } ? _administrator : _administrator = await ConnectAsync(Administrator, AdministratorPassword);

    internal Task SetAsync(string dn, params (string Attribute, string Value)[] values) =>
        DoAsync(new LdapModify(dn, [.. values.Select(each => (LdapChange.Replace, each.Attribute, new[] { Encoding.UTF8.GetBytes(each.Value) }))]));

    internal async Task<LdapEntry> ReadAsync(string dn, params string[] attributes)
    {
        var connection = await AdministratorAsync();
        return Assert.Single((await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, attributes) { AtMost = 1 }, default)).Entries);
    }

    /// <summary>Adds a person, with <see cref="Password"/>.</summary>
    /// <returns>The person's name in the directory.</returns>
    internal async Task<string> AddUserAsync(string name, string ou = "Staff", params (string Attribute, string Value)[] more)
    {
        var dn = $"CN={name},OU={ou},{Base}";
        (string, byte[])[] attributes =
        [
            ("objectClass", "user"u8.ToArray()), ("sAMAccountName", Encoding.UTF8.GetBytes(name)), ("userPrincipalName", Encoding.UTF8.GetBytes(name + "@contoso.test")),
            ("unicodePwd", Encoding.Unicode.GetBytes($"\"{Password}\"")), ("userAccountControl", "512"u8.ToArray()),
            .. more.Select(each => (each.Attribute, Encoding.UTF8.GetBytes(each.Value))),
        ];
        await DoAsync(new AddEntry(dn, attributes));
        return dn;
    }

    internal async Task<string> AddGroupAsync(string name, params string[] members)
    {
        var dn = $"CN={name},OU=Staff,{Base}";
        await DoAsync(new AddEntry(dn, [("objectClass", "group"u8.ToArray()), ("sAMAccountName", Encoding.UTF8.GetBytes(name)), .. members.Select(each => ("member", Encoding.UTF8.GetBytes(each)))]));
        return dn;
    }

    /// <summary>Adds a fine-grained policy for one person.</summary>
    internal Task AddPolicyAsync(string name, string dn, params (string Attribute, string Value)[] values)
    {
        var policy = new Dictionary<string, string>
        {
            ["objectClass"] = "msDS-PasswordSettings",
            ["msDS-PasswordSettingsPrecedence"] = "1",
            ["msDS-MinimumPasswordLength"] = "10",
            ["msDS-PasswordComplexityEnabled"] = "TRUE",
            ["msDS-PasswordReversibleEncryptionEnabled"] = "FALSE",
            ["msDS-PasswordHistoryLength"] = "7",
            ["msDS-MinimumPasswordAge"] = "0",
            ["msDS-MaximumPasswordAge"] = "-77760000000000",
            ["msDS-LockoutThreshold"] = "4",
            ["msDS-LockoutObservationWindow"] = "-9000000000",
            ["msDS-LockoutDuration"] = "-9000000000",
            ["msDS-PSOAppliesTo"] = dn,
        };
        foreach (var (attribute, value) in values) policy[attribute] = value;
        return DoAsync(new AddEntry($"CN={name},{Policies}", policy.Select(each => (each.Key, Encoding.UTF8.GetBytes(each.Value)))));
    }

    /// <summary>Three wrong passwords.</summary>
    internal async Task LockAsync(string dn)
    {
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await LdapConnection.ConnectAsync(Endpoint, default);
            Assert.Equal(LdapResultCode.InvalidCredentials, (await connection.BindAsync(dn, "wrong", default)).Code);
        }
    }

    /// <summary>How the password signs in now.</summary>
    internal async Task<LdapError?> SignInAsync(string dn, string password)
    {
        await using var connection = await LdapConnection.ConnectAsync(Endpoint, default);
        var result = await connection.BindAsync(dn, password, default);
        return result.IsSuccess ? null : LdapErrors.Read((int)result.Code, result.Diagnostic);
    }

    /// <summary>Lets the password be so many days old, which no server lets anybody write.</summary>
    internal Task AgeAsync(string dn, int days = 1000) =>
        LdbAsync(string.Create(CultureInfo.InvariantCulture, $"dn: {dn}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: {DateTimeOffset.UtcNow.AddDays(-days).ToFileTime()}\n"));

    /// <summary>A change by hand in the database.</summary>
    internal Task LdbAsync(string ldif) =>
        Run.ToEndAsync(Run.Find("ldbmodify", "ldb-tools"), ldif, "-H", _folder + "/private/sam.ldb", "--controls=bypassoperational:0", "--controls=local_oid:1.3.6.1.4.1.7165.4.3.12:0");

    private async Task CommandAsync(string command)
    {
        await _process!.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        Assert.Equal("done", await _process.StandardOutput.ReadLineAsync());
    }
}
