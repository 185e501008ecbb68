using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;
using SsprPortal.Core.Policies;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>The directory follows its settings, and is the same one while they are.</summary>
public sealed class CurrentAccountsTests : IAsyncLifetime
{
    private readonly Stored _stored = new();
    private readonly ServiceProvider _services;
    private int _asked;

    public CurrentAccountsTests() =>
        _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<IPolicyStore>(_stored).AddSingleton<IDirectoryPasswords>(_stored).AddLdapDirectory().BuildServiceProvider();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Without_settings_there_is_no_directory() => Assert.Null(await CurrentAsync());

    [Theory]
    [InlineData(DirectoryKind.ActiveDirectory, typeof(ActiveDirectoryAccounts))]
    [InlineData(DirectoryKind.OpenLdap, typeof(OpenLdapAccounts))]
    public async Task Settings_choose_the_kind_of_directory(DirectoryKind kind, Type expected)
    {
        _stored.Settings = new() { Kind = kind, Servers = ["dc1.contoso.com"], ServiceAccount = "svc" };

        Assert.IsType(expected, await CurrentAsync());
    }

    [Fact]
    public async Task Every_request_has_the_same_accounts_until_a_setting_changes()
    {
        _stored.Settings = new() { Servers = ["dc1.contoso.com"], ServiceAccount = "svc" };
        var first = await CurrentAsync();
        _stored.Settings = _stored.Settings with { Servers = [.. _stored.Settings.Servers] };
        Assert.Same(first, await CurrentAsync());
        Assert.Equal(1, _stored.Asked);

        _stored.Settings = _stored.Settings with { PasswordId = Guid.NewGuid() };
        Assert.NotSame(first, await CurrentAsync());
        Assert.Equal(2, _stored.Asked);
    }

    [Fact]
    public async Task Of_settings_that_are_gone_no_connection_is_kept_and_a_reading_that_has_begun_ends()
    {
        using var reading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var server = ScriptedServer.Answering((id, operation) =>
        {
            if (operation.Span[0] == 0x60) return ScriptedServer.Result(id, 1);
            reading.Release();
            goOn.Wait(TimeSpan.FromSeconds(30));
            return [.. ScriptedServer.Entry(id, "", ("defaultNamingContext", "DC=fake,DC=test"u8.ToArray())), .. ScriptedServer.Result(id, 5)];
        });
        await using var servers = new LdapServers([server.Endpoint], "svc", "password", TimeProvider.System);

        var answer = servers.ReadAsync(LdapRoot.ReadAsync, default);
        await reading.WaitAsync(TimeSpan.FromSeconds(30));
        await servers.DisposeAsync();
        goOn.Release();

        Assert.Equal("DC=fake,DC=test", (await answer).DefaultNamingContext);
        Assert.Equal(0, servers.Idle);
    }

    [Theory]
    [InlineData(true, "", "")]
    [InlineData(false, "(department=IT", "")]
    [InlineData(false, "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData(false, "", "not a certificate")]
    public async Task What_cannot_be_used_asks_no_server_and_says_why(bool withoutPassword, string filter, string authorities)
    {
        await using var server = ScriptedServer.Answering((id, _) => { _asked++; return ScriptedServer.Result(id, 1); });
        _stored.Settings = new() { Servers = [server.Endpoint.ToString()], ServiceAccount = "svc", Filter = filter, Authorities = authorities };
        _stored.Password = withoutPassword ? null : "password";
        var accounts = (await CurrentAsync())!;

        var failure = await Assert.ThrowsAsync<LdapException>(() => accounts.FindAsync("alice", default));

        Assert.Equal((LdapFailure.SettingsUnusable, 0), (failure.Failure, _asked));
        Assert.Equal(nameof(LdapFailure.SettingsUnusable), Assert.Single(await accounts.ProbeAsync(default)).Failure!.Kind);
        Assert.Equal(SignInCheck.NotReached, await accounts.CheckAsync(Guid.NewGuid(), "password", default));
    }

    [Fact]
    public async Task A_password_that_comes_back_is_used()
    {
        _stored.Settings = new() { Servers = ["dc1.contoso.com"], ServiceAccount = "svc" };
        _stored.Password = null;
        var without = await CurrentAsync();
        _stored.Password = "password";

        Assert.NotSame(without, await CurrentAsync());
    }

    private async Task<AccountStore?> CurrentAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CurrentAccounts>().GetAsync(default);
    }

    private sealed class Stored : IPolicyStore, IDirectoryPasswords
    {
        public DirectorySettings? Settings { get; set; }

        public string? Password { get; set; } = "password";

        public int Asked { get; private set; }

        public Task<SsprPolicy> GetAsync(CancellationToken cancellationToken) => Task.FromResult(new SsprPolicy { Directory = Settings });

        public Task<StoredPolicy> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> HasNamedAsync(string questionId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TryWriteAsync(SsprPolicy policy, int version, string changedBy, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> ReadAsync(Guid id, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(Password);
        }

        public Task ReplaceAsync(Guid id, string? password, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
