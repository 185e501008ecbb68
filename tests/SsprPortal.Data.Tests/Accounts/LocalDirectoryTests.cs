using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.SignIn;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Accounts;

public sealed class LocalDirectoryTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Fact]
    public async Task Of_32_passwords_tried_at_once_ten_are_looked_at()
    {
        var person = await database.Person().CreateAsync();

        var looked = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<WrongPasswords>().TryCountAsync(person.Id, LocalDirectory.MaxFailures, LocalDirectory.Lockout, default));

        Assert.Equal(LocalDirectory.MaxFailures, looked.Count(each => each));
    }

    [Fact]
    public async Task After_ten_wrong_passwords_even_the_right_one_has_to_wait()
    {
        var person = await database.Person().CreateAsync();
        for (var i = 0; i < LocalDirectory.MaxFailures; i++)
            Assert.True(await CountAsync(person));

        Assert.Equal(PasswordCheck.Locked, await CheckAsync(person.UserName, person.Password));
        database.Clock.Advance(LocalDirectory.Lockout - TimeSpan.FromSeconds(1));
        Assert.False(await CountAsync(person));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PasswordCheck.Right, await CheckAsync(person.UserName, person.Password));
    }

    [Fact]
    public async Task After_a_wait_the_tries_are_counted_from_one_again()
    {
        var person = await database.Person().CreateAsync();
        for (var i = 0; i < LocalDirectory.MaxFailures; i++)
            await CountAsync(person);
        database.Clock.Advance(LocalDirectory.Lockout);

        for (var i = 0; i < LocalDirectory.MaxFailures; i++)
            Assert.True(await CountAsync(person));
        Assert.False(await CountAsync(person));
    }

    [Fact]
    public async Task The_tenth_password_may_still_be_the_right_one_and_forgets_the_wrong_ones()
    {
        var person = await database.Person().CreateAsync();
        for (var i = 0; i < LocalDirectory.MaxFailures - 1; i++)
            await CountAsync(person);

        Assert.Equal(PasswordCheck.Right, await CheckAsync(person.UserName, person.Password));
        for (var i = 0; i < LocalDirectory.MaxFailures; i++)
            Assert.True(await CountAsync(person));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_disabled_account_are_told_apart_from_a_right_one()
    {
        var person = await database.Person().CreateAsync();
        var disabled = await database.Person().Disabled().CreateAsync();

        Assert.Equal(PasswordCheck.Wrong, await CheckAsync(person.UserName, person.Password + " "));
        Assert.Equal(PasswordCheck.Wrong, await CheckAsync("nobody@contoso.test", person.Password));
        Assert.Equal(PasswordCheck.Disabled, await CheckAsync(disabled.UserName, disabled.Password));
        Assert.Equal(PasswordCheck.Wrong, await CheckAsync(disabled.UserName, "not it at all, no"));
    }

    [Theory]
    [InlineData("aiko.tanaka@finds.test")]
    [InlineData("AIKO.TANAKA@FINDS.TEST")]
    [InlineData("  aiko.tanaka@finds.test ")]
    [InlineData("ａｉｋｏ．ｔａｎａｋａ＠ｆｉｎｄｓ．ｔｅｓｔ")]
    [InlineData("Aiko.Tanaka")]
    public async Task A_person_is_found_however_the_name_is_typed(string typed)
    {
        var group = Guid.NewGuid();
        if (await FindAsync("aiko.tanaka@finds.test") is null)
            await database.Person("Aiko.Tanaka@finds.test").Called("田中 愛子").Reading("ja").WithOrganizationMail("aiko@finds.test").In(group).CreateAsync();

        var found = await FindAsync(typed);

        Assert.NotNull(found);
        Assert.Equal(("Aiko.Tanaka@finds.test", "田中 愛子", "ja", "aiko@finds.test", true), (found.UserName, found.DisplayName, found.Language, found.Mail, found.Enabled));
        Assert.Single(found.Groups);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("%")]
    [InlineData("_@contoso.test")]
    [InlineData("twin")]
    [InlineData("twin@elsewhere.test")]
    [InlineData("a\0b")]
    public async Task Nobody_is_found_by_less_than_a_whole_unique_name(string typed)
    {
        if (await FindAsync("twin@one.test") is null)
        {
            await database.Person("twin@one.test").CreateAsync();
            await database.Person("twin@two.test").CreateAsync();
        }

        Assert.Null(await FindAsync(typed));
        Assert.NotNull(await FindAsync("twin@two.test"));
    }

    [Fact]
    public async Task A_new_password_ends_every_session_and_no_one_elses()
    {
        var person = await database.Person().CreateAsync();
        var other = await database.Person().CreateAsync();
        var sessions = new[] { await OpenAsync(person), await OpenAsync(person), await OpenAsync(person) };
        var others = await OpenAsync(other);
        foreach (var session in sessions)
            Assert.Equal(person.Id, (await FindAsync(session))!.UserId);

        Assert.Equal(DirectoryResult.Done, await SetPasswordAsync(person, "a brand new password"));

        foreach (var session in sessions)
            Assert.Null(await FindAsync(session));
        Assert.NotNull(await FindAsync(others));
        Assert.NotNull(await FindAsync(await OpenAsync(person)));
        Assert.Equal(PasswordCheck.Right, await CheckAsync(person.UserName, "a brand new password"));
        Assert.Equal(PasswordCheck.Wrong, await CheckAsync(person.UserName, person.Password));
    }

    [Fact]
    public async Task A_sign_in_that_was_under_way_when_the_password_changed_opens_nothing()
    {
        var person = await database.Person().CreateAsync();
        var check = await database.WithAsync<IDirectory, (PasswordCheck Check, DirectoryUser? User, string Stamp)>(directory => directory.CheckPasswordAsync(person.UserName, person.Password, default));
        Assert.Equal(PasswordCheck.Right, check.Check);

        Assert.Equal(DirectoryResult.Done, await SetPasswordAsync(person, "a brand new password"));

        Assert.Null(await FindAsync(await OpenAsync(person, check.Stamp)));
    }

    [Fact]
    public async Task A_new_password_ends_the_wait_after_wrong_ones()
    {
        var person = await database.Person().CreateAsync();
        for (var i = 0; i < LocalDirectory.MaxFailures; i++)
            await CountAsync(person);

        await SetPasswordAsync(person, "a brand new password");

        Assert.Equal(PasswordCheck.Right, await CheckAsync(person.UserName, "a brand new password"));
    }

    [Fact]
    public async Task A_disabled_or_missing_account_gets_no_password()
    {
        var disabled = await database.Person().Disabled().CreateAsync();

        Assert.Equal(DirectoryResult.AccountRefused, await SetPasswordAsync(disabled, "a brand new password"));
        Assert.Equal(DirectoryResult.AccountRefused, await SetPasswordAsync(disabled with { Id = Guid.NewGuid() }, "a brand new password"));
        Assert.Equal(PasswordCheck.Disabled, await CheckAsync(disabled.UserName, disabled.Password));
    }

    [Fact]
    public async Task A_session_ends_when_nobody_is_there_and_at_the_latest_after_eight_hours()
    {
        var person = await database.Person().CreateAsync();
        var idle = await OpenAsync(person);
        var busy = await OpenAsync(person);
        var signedOut = await OpenAsync(person);
        await database.WithAsync<IPortalSessionStore>(store => store.EndAsync(signedOut, default));
        Assert.Null(await FindAsync(signedOut));

        for (var passed = TimeSpan.Zero; passed < IPortalSessionStore.Lifetime; passed += TimeSpan.FromMinutes(20))
        {
            Assert.NotNull(await FindAsync(busy));
            database.Clock.Advance(TimeSpan.FromMinutes(20));
            if (passed >= IPortalSessionStore.IdleLifetime)
                Assert.Null(await FindAsync(idle));
        }

        Assert.Null(await FindAsync(busy));
    }

    [Fact]
    public async Task Whoever_knows_the_old_password_gets_another_and_one_of_many_at_once_does()
    {
        var person = await database.Person().CreateAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => ChangePasswordAsync(person, person.Password, $"a brand new password {number}")));

        var (_, stamp) = Assert.Single(results, each => each.Change == PasswordChange.Done);
        Assert.All(results.Where(each => each.Change != PasswordChange.Done), each => Assert.Equal("", each.Stamp));
        Assert.NotNull(await FindAsync(await OpenAsync(person, stamp)));
    }

    [Fact]
    public async Task Of_many_wrong_old_passwords_at_once_ten_are_looked_at()
    {
        var person = await database.Person().CreateAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => ChangePasswordAsync(person, "not the password", "a brand new password")));

        Assert.Equal(10, results.Count(each => each.Change == PasswordChange.OldWrong));
        Assert.All(results, each => Assert.Contains(each.Change, new[] { PasswordChange.OldWrong, PasswordChange.Locked, PasswordChange.Unreachable }));
        Assert.Equal(PasswordChange.Locked, (await ChangePasswordAsync(person, person.Password, "a brand new password")).Change);
    }

    private static LocalDirectory Local(IServiceProvider services) => (LocalDirectory)services.GetRequiredService<IDirectory>();

    private Task<bool> CountAsync(Person person) => database.WithAsync<WrongPasswords, bool>(wrong => wrong.TryCountAsync(person.Id, LocalDirectory.MaxFailures, LocalDirectory.Lockout, default));

    private Task<DirectoryUser?> FindAsync(string userName) => database.WithAsync<IDirectory, DirectoryUser?>(directory => directory.FindAsync(userName, default));

    private async Task<PasswordCheck> CheckAsync(string userName, string password) =>
        (await database.WithAsync<IDirectory, (PasswordCheck Check, DirectoryUser? User, string Stamp)>(directory => directory.CheckPasswordAsync(userName, password, default))).Check;

    private Task<DirectoryResult> SetPasswordAsync(Person person, string text) => database.WithAsync<IServiceProvider, DirectoryResult>(async services =>
    {
        var nobody = new DirectoryUser(Guid.Empty, "nobody@contoso.test", "Nobody", null, null, true, new HashSet<Guid>());
        var password = (await services.GetRequiredService<PasswordRules>().CheckAsync(text, text, nobody, new(), default)).Password!;
        return await Local(services).SetPasswordAsync(person.Id, password, default);
    });

    private Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Person person, string old, string text) => database.WithAsync<IServiceProvider, (PasswordChange, string)>(async services =>
    {
        var nobody = new DirectoryUser(Guid.Empty, "nobody@contoso.test", "Nobody", null, null, true, new HashSet<Guid>());
        var password = (await services.GetRequiredService<PasswordRules>().CheckAsync(text, text, nobody, new(), default)).Password!;
        return await Local(services).ChangePasswordAsync(person.Id, old, password, default);
    });

    private async Task<OpaqueHandle> OpenAsync(Person person)
    {
        var stamp = await database.WithAsync<PortalDbContext, string>(async context => (await context.Users.FindAsync(person.Id))!.SecurityStamp!);
        return await OpenAsync(person, stamp);
    }

    private Task<OpaqueHandle> OpenAsync(Person person, string stamp) => database.WithAsync<IPortalSessionStore, OpaqueHandle>(store => store.OpenAsync(person.Id, stamp, false, false, default));

    private Task<SignedInPerson?> FindAsync(OpaqueHandle session) => database.WithAsync<IPortalSessionStore, SignedInPerson?>(store => store.FindAsync(session, default));
}
