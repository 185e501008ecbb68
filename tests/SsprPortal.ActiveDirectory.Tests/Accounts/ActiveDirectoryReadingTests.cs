using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class ActiveDirectoryReadingTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts();

    [Fact]
    public async Task Everybody_is_everybody_the_portal_looks_after()
    {
        var staff = await AddAsync("everybody");
        var guarded = await AddAsync("nobody-else", "Guarded");

        Assert.Superset(new HashSet<Guid> { staff.Id, guarded.Id }, (await ReadAsync()).Ids);
        var (some, whole) = await ReadAsync(accounts: domain.Accounts(new() { SearchBase = "OU=Guarded," + SambaDomain.Base }));
        Assert.True(whole);
        Assert.Contains(guarded.Id, some);
        Assert.DoesNotContain(staff.Id, some);
    }

    [Fact]
    public async Task A_person_comes_with_what_the_portal_keeps()
    {
        var (dn, id) = await AddAsync(
            "keeper", "Staff", ("displayName", "山田 花子"), ("mail", "keeper@contoso.test"), ("mobile", "+81 9012345678"), ("telephoneNumber", "+81 312345678"), ("otherMailbox", "k@elsewhere.test"), ("preferredLanguage", "ja-JP"));

        var person = await OneAsync(id);

        Assert.Equal((id, "keeper@contoso.test", "山田 花子", "keeper@contoso.test"), (person.Id, person.UserName, person.DisplayName, person.Mail));
        Assert.Equal(("+81 9012345678", "k@elsewhere.test", "+81 312345678", "ja", true), (person.MobilePhone, person.AlternateMail, person.OfficePhone, person.Language, person.Enabled));
        Assert.InRange(person.PasswordSetAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Equal(person.PasswordSetAt + TimeSpan.FromDays(42), person.PasswordExpiresAt);
        Assert.Equal(person, (await _accounts.GetAsync(id, default))!.ToPerson());

        await domain.SetAsync(dn, ("userAccountControl", "66050"), ("preferredLanguage", "fr"));
        Assert.True(await OneAsync(id) is { Enabled: false, Language: null, PasswordExpiresAt: null });
        Assert.True((await _accounts.GetAsync(id, default))!.PasswordNeverExpires);
    }

    [Fact]
    public async Task Every_password_has_a_stamp_of_its_own()
    {
        var (_, id) = await AddAsync("stamped");
        var (_, other) = await AddAsync("stamped-too");
        var before = await OneAsync(id);

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, "Another-Pa55word!", false, default)).Outcome);

        Assert.Equal(64, before.Stamp.Length);
        Assert.Equal(3, new[] { before.Stamp, (await OneAsync(id)).Stamp, (await OneAsync(other)).Stamp }.Distinct().Count());
    }

    [Fact]
    public async Task After_a_mark_only_who_changed_is_read()
    {
        var (changed, changedId) = await AddAsync("changed");
        var (_, resetId) = await AddAsync("reset");
        var (moved, movedId) = await AddAsync("moved");
        await AddAsync("stays");
        var mark = await MarkAsync();
        Assert.Empty((await ReadAsync(mark)).Ids);

        await domain.SetAsync(changed, ("mobile", "+81 9012345678"));
        await _accounts.ResetAsync(resetId, "Another-Pa55word!", false, default);
        await domain.DoAsync(new MoveEntry(moved, "CN=moved", "OU=Guarded," + SambaDomain.Base));
        var (_, newId) = await AddAsync("brand-new");

        var (ids, whole) = await ReadAsync(mark);
        Assert.False(whole);
        Assert.Equal([changedId, resetId, movedId, newId], ids);
    }

    [Fact]
    public async Task A_mark_that_does_not_fit_means_everybody()
    {
        var (_, id) = await AddAsync("whoever", "Guarded");
        var mark = (await MarkAsync())!;
        Assert.InRange(mark.Length, 1, 128);

        foreach (var wrong in new[] { "", "nonsense", mark + "x", mark[..^1] + "-1", new string('0', 32) + mark[32..] }) Assert.True((await ReadAsync(wrong)).Whole, wrong);
        var (ids, whole) = await ReadAsync(mark, domain.Accounts(new() { SearchBase = "OU=Guarded," + SambaDomain.Base }));
        Assert.True(whole);
        Assert.Contains(id, ids);
        Assert.True((await ReadAsync(mark, domain.Accounts(new() { Filter = LdapFilter.Parse("(!(employeeType=external))") }))).Whole);
    }

    [Fact]
    public async Task Members_are_near_or_far_or_have_the_group_as_their_primary_one()
    {
        var (near, nearId) = await AddAsync("near");
        var (far, farId) = await AddAsync("far");
        await AddAsync("stranger");
        var inner = await domain.AddGroupAsync("inner", far);
        var outer = await domain.AddGroupAsync("outer", near, inner);
        await domain.SetAsync(inner, ("member", outer)); // in a circle
        await domain.DoAsync(new LdapModify(inner, (LdapChange.Add, "member", [Encoding.UTF8.GetBytes(far)])));
        var outerId = await domain.IdAsync(outer);
        await using var reading = await _accounts.BeginReadingAsync(null, default);

        var (group, people) = (await reading.MembersAsync(outerId, default))!.Value;

        Assert.Equal((outerId, "outer"), (group.Id, group.Name));
        Assert.Equal(new HashSet<Guid> { nearId, farId }, people);
        var everybody = (await reading.MembersAsync((await _accounts.FindGroupAsync("Domain Users", default))!.Id, default))!.Value.People;
        Assert.Superset(new HashSet<Guid> { nearId, farId }, everybody.ToHashSet());
        Assert.Null(await reading.MembersAsync(nearId, default)); // a person is no group
        Assert.Null(await reading.MembersAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task A_group_that_changed_is_noticed_by_its_members_alone()
    {
        var (dn, _) = await AddAsync("joiner");
        var group = await domain.AddGroupAsync("joined");
        var mark = await MarkAsync();
        await domain.SetAsync(dn, ("mobile", "+81 9012345678"));
        Assert.False(await GroupsChangedAsync(mark));

        await domain.SetAsync(group, ("member", dn));

        Assert.True(await GroupsChangedAsync(mark));
        Assert.True(await GroupsChangedAsync(null));
    }

    [Fact]
    public async Task A_group_is_found_by_each_of_its_names()
    {
        var dn = await domain.AddGroupAsync("Sales Team");
        var id = await domain.IdAsync(dn);

        foreach (var typed in new[] { "Sales Team", " sales team", dn, "ｓａｌｅｓ ｔｅａｍ" }) Assert.Equal((typed, id, "Sales Team"), (typed, (await _accounts.FindGroupAsync(typed, default))?.Id ?? default, (await _accounts.FindGroupAsync(typed, default))?.Name));
        foreach (var typed in new[] { "", "Sales*", "nobody", "=", "CN=", "CN=x,DC=elsewhere,DC=test", "svc-sspr", "a\0b", new string('x', 10_000) }) Assert.Null(await _accounts.FindGroupAsync(typed, default));
    }

    [Fact]
    public async Task Who_is_still_there_is_told()
    {
        var (_, id) = await AddAsync("still-here");
        var (dn, gone) = await AddAsync("gone");
        await domain.DoAsync(new DeleteEntry(dn));
        await using var reading = await _accounts.BeginReadingAsync(null, default);

        Assert.Equal([id], await reading.AmongAsync([id, gone, Guid.NewGuid()], default).ToListAsync());
        Assert.Empty(await reading.AmongAsync([], default).ToListAsync());
    }

    private async Task<(string Dn, Guid Id)> AddAsync(string name, string ou = "Staff", params (string Attribute, string Value)[] more)
    {
        var dn = await domain.AddUserAsync(name, ou, more);
        return (dn, await domain.IdAsync(dn));
    }

    private async Task<DirectoryPerson> OneAsync(Guid id)
    {
        await using var reading = await _accounts.BeginReadingAsync(null, default);
        return await reading.PeopleAsync(default).SingleAsync(person => person.Id == id);
    }

    private async Task<(HashSet<Guid> Ids, bool Whole)> ReadAsync(string? since = null, AccountStore? accounts = null)
    {
        await using var reading = await (accounts ?? _accounts).BeginReadingAsync(since, default);
        return (await reading.PeopleAsync(default).Select(person => person.Id).ToHashSetAsync(), reading.IsWhole);
    }

    private async Task<string?> MarkAsync()
    {
        await using var reading = await _accounts.BeginReadingAsync(null, default);
        return reading.Mark;
    }

    private async Task<bool> GroupsChangedAsync(string? since)
    {
        await using var reading = await _accounts.BeginReadingAsync(since, default);
        return await reading.GroupsChangedAsync(default);
    }
}
