using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class OpenLdapReadingTests(OpenLdap server) : IClassFixture<OpenLdap>
{
    private const string Many = "ou=many," + OpenLdap.Base;

    private readonly OpenLdapAccounts _accounts = server.Accounts(), _many = server.Accounts(new() { SearchBase = Many });

    [Fact]
    public async Task Everybody_is_read_page_by_page_and_then_who_changed()
    {
        await using var all = await _many.BeginReadingAsync(null, default);
        Assert.Equal(10_000, await all.PeopleAsync(default).Select(person => person.Id).Distinct().CountAsync());
        Assert.True(all.IsWhole);
        Assert.InRange(all.Mark!.Length, 1, 128);

        await server.SetAsync("uid=n77," + Many, ("description", "Something new"));

        await using var some = await _many.BeginReadingAsync(all.Mark, default);
        Assert.Equal(["n77"], await some.PeopleAsync(default).Select(person => person.UserName).ToListAsync());
        Assert.False(some.IsWhole);
    }

    [Fact]
    public async Task A_mark_that_does_not_fit_means_everybody()
    {
        var mark = await MarkAsync();

        foreach (var wrong in new[] { "", "nonsense", mark + "x", mark[..^3] })
        {
            await using var reading = await _many.BeginReadingAsync(wrong, default);
            Assert.True(reading.IsWhole, wrong);
        }

        await using var others = await server.Accounts(new() { SearchBase = Many, Filter = LdapFilter.Parse("(!(uid=n1))") }).BeginReadingAsync(mark, default);
        Assert.True(others.IsWhole);
    }

    [Fact]
    public async Task A_person_comes_with_what_the_portal_keeps()
    {
        var dn = await server.AddPersonAsync("keeper", ("displayName", "山田 花子"), ("mobile", "+81 9012345678"), ("telephoneNumber", "+81 312345678"), ("preferredLanguage", "en-GB"));
        var id = await server.IdAsync(dn);
        await using var reading = await _accounts.BeginReadingAsync(null, default);

        var person = await reading.PeopleAsync(default).SingleAsync(each => each.Id == id);

        Assert.Equal(("keeper", "山田 花子", "keeper@example.test", "+81 9012345678", "+81 312345678", "en", true), (person.UserName, person.DisplayName, person.Mail, person.MobilePhone, person.OfficePhone, person.Language, person.Enabled));
        Assert.Equal(person, (await _accounts.GetAsync(id, default))!.ToPerson());
        await _accounts.ResetAsync(id, "Another-Pa55word!", false, default);
        Assert.NotEqual(person.Stamp, (await _accounts.GetAsync(id, default))!.ToPerson().Stamp);
    }

    [Fact]
    public async Task When_a_password_expires_is_reckoned_by_the_policy_of_each_person()
    {
        var (ten, twenty) = (await server.AddPolicyAsync("ten", ("pwdMaxAge", "864000")), await server.AddPolicyAsync("twenty", ("pwdMaxAge", "1728000")));
        var (own, usual) = (await server.AddPersonAsync("own-policy"), await server.AddPersonAsync("usual-policy"));
        await server.SetAsync(own, ("pwdPolicySubentry", ten));
        var ids = new[] { await server.IdAsync(own), await server.IdAsync(usual) };
        var accounts = server.Accounts(new() { SearchBase = OpenLdap.Base, DefaultPolicy = twenty });
        foreach (var id in ids) await _accounts.ResetAsync(id, "Another-Pa55word!", false, default); // the server notes the time of a change only

        await using var reading = await accounts.BeginReadingAsync(null, default); // of many pages, and policies are looked up in between
        var people = await reading.PeopleAsync(default).Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id);

        foreach (var (id, days) in ids.Zip([10, 20]))
        {
            Assert.Equal(people[id].PasswordSetAt!.Value.AddDays(days), people[id].PasswordExpiresAt);
            Assert.Equal(people[id], (await accounts.GetAsync(id, default))!.ToPerson());
        }
    }

    [Fact]
    public async Task Members_are_near_or_far()
    {
        var (near, far) = (await server.AddPersonAsync("near"), await server.AddPersonAsync("far"));
        await server.AddPersonAsync("stranger");
        var inner = await server.AddGroupAsync("inner-group", far);
        var outer = await server.AddGroupAsync("outer-group", near, inner, "uid=nobody,ou=people," + OpenLdap.Base);
        await server.DoAsync(new LdapModify(inner, (LdapChange.Add, "member", [Encoding.UTF8.GetBytes(outer.ToUpperInvariant())]))); // in a circle
        await using var reading = await _accounts.BeginReadingAsync(null, default);

        var (group, people) = (await reading.MembersAsync(await server.IdAsync(outer), default))!.Value;

        Assert.Equal("outer-group", group.Name);
        Assert.Equal(new HashSet<Guid> { await server.IdAsync(near), await server.IdAsync(far) }, people);
        Assert.Null(await reading.MembersAsync(await server.IdAsync(near), default));
        Assert.Null(await reading.MembersAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task A_group_is_found_by_each_of_its_names_and_noticed_when_it_changes()
    {
        var mark = await MarkAsync();
        var dn = await server.AddGroupAsync("Sales Team", OpenLdap.Service);
        var id = await server.IdAsync(dn);

        foreach (var typed in new[] { "Sales Team", " SALES team", dn }) Assert.Equal(id, (await _accounts.FindGroupAsync(typed, default))?.Id);
        foreach (var typed in new[] { "", "Sales*", "nobody", "=", "cn=", "a\0b", OpenLdap.Service, new string('x', 10_000) }) Assert.Null(await _accounts.FindGroupAsync(typed, default));
        await using var reading = await _many.BeginReadingAsync(mark, default);
        Assert.True(await reading.GroupsChangedAsync(default));
        await using var later = await server.Accounts(new() { SearchBase = Many }, new TestKit.FakeClock(TimeProvider.System.GetUtcNow().AddDays(1))).BeginReadingAsync(null, default);
        await using var then = await _many.BeginReadingAsync(later.Mark, default);
        Assert.False(await then.GroupsChangedAsync(default));
    }

    [Fact]
    public async Task Who_is_still_there_is_told()
    {
        var dn = await server.AddPersonAsync("gone");
        var (id, gone) = (await server.IdAsync(await server.AddPersonAsync("still-here")), await server.IdAsync(dn));
        await server.DoAsync(new DeleteEntry(dn));
        await using var reading = await _accounts.BeginReadingAsync(null, default);

        Assert.Equal([id], await reading.AmongAsync([id, gone, Guid.NewGuid()], default).ToListAsync());
    }

    private async Task<string> MarkAsync()
    {
        await using var reading = await _many.BeginReadingAsync(null, default);
        return reading.Mark!;
    }
}
