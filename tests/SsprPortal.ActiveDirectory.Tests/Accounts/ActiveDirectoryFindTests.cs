using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class ActiveDirectoryFindTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts();

    [Fact]
    public async Task Every_name_that_people_type_leads_to_the_account()
    {
        var id = await domain.IdAsync(await domain.AddUserAsync("finder", "Staff", ("mail", "Find.Er@contoso.test")));
        await domain.SetAsync($"CN=finder,OU=Staff,{SambaDomain.Base}", ("userPrincipalName", "f.inder@brand.example"));

        foreach (var typed in new[] { "f.inder@brand.example", "F.INDER@BRAND.EXAMPLE", @"contoso\finder", "finder", "f.inder", "ｆｉｎｄｅｒ", " finder ", "finder@contoso.test", "find.er@contoso.test" })
            Assert.Equal((typed, id), (typed, (await _accounts.FindAsync(typed, default))?.Id));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData(@"ELSEWHERE\svc-sspr")]
    [InlineData(@"CONTOSO\svc-sspr\x")]
    [InlineData(@"\svc-sspr")]
    [InlineData("svc-sspr@elsewhere.test")]
    [InlineData("*")]
    [InlineData("svc*")]
    [InlineData("svc-sspr)(objectClass=*")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("svc\0sspr")]
    [InlineData("svc-sspr@contoso.test@contoso.test")]
    [InlineData("CN=svc-sspr,OU=Service,DC=contoso,DC=test")]
    public async Task A_name_of_nobody_leads_nowhere(string typed) => Assert.Null(await _accounts.FindAsync(typed, default));

    [Fact]
    public async Task A_name_of_ten_kilobytes_leads_nowhere() => Assert.Null(await _accounts.FindAsync(new string('x', 10_000), default));

    [Fact]
    public async Task A_name_of_two_leads_to_neither()
    {
        await domain.AddUserAsync("double", "Staff", ("mail", "same@contoso.test"));
        await domain.AddUserAsync("other", "Staff", ("mail", "same@contoso.test"));
        await domain.SetAsync($"CN=other,OU=Staff,{SambaDomain.Base}", ("userPrincipalName", "double@brand.example"));

        Assert.Null(await _accounts.FindAsync("double", default)); // one's account name, the other's principal name
        Assert.Null(await _accounts.FindAsync("same@contoso.test", default));
        Assert.NotNull(await _accounts.FindAsync(@"CONTOSO\double", default));
        Assert.NotNull(await _accounts.FindAsync("double@brand.example", default));
    }

    [Fact]
    public async Task A_principal_name_goes_before_the_mail_of_somebody_else()
    {
        var owner = await domain.IdAsync(await domain.AddUserAsync("owner"));
        await domain.AddUserAsync("thief", "Staff", ("mail", "owner@contoso.test"));

        Assert.Equal(owner, (await _accounts.FindAsync("owner@contoso.test", default))!.Id);
    }

    [Fact]
    public async Task A_name_that_only_the_directory_takes_for_the_same_leads_nowhere()
    {
        var id = await domain.IdAsync(await domain.AddUserAsync("mueller", "Staff", ("mail", "müller@contoso.test")));

        Assert.Equal(id, (await _accounts.FindAsync("MÜLLER@contoso.test", default))!.Id);
        Assert.Null(await _accounts.FindAsync("muller@contoso.test", default));
    }

    [Fact]
    public async Task Groups_computers_and_contacts_are_no_people()
    {
        await domain.AddGroupAsync("a-group");
        await domain.DoAsync(new AddEntry($"CN=pc,OU=Staff,{SambaDomain.Base}", [("objectClass", "computer"u8.ToArray()), ("sAMAccountName", "pc$"u8.ToArray())]));
        await domain.DoAsync(new AddEntry($"CN=contact,OU=Staff,{SambaDomain.Base}", [("objectClass", "contact"u8.ToArray()), ("mail", "contact@contoso.test"u8.ToArray())]));

        Assert.Null(await _accounts.FindAsync("a-group", default));
        Assert.Null(await _accounts.FindAsync("pc$", default));
        Assert.Null(await _accounts.FindAsync("contact@contoso.test", default));
        Assert.Null(await _accounts.GetAsync(await domain.IdAsync($"CN=pc,OU=Staff,{SambaDomain.Base}"), default));
    }

    [Fact]
    public async Task An_account_tells_what_it_is()
    {
        var dn = await domain.AddUserAsync(
            "teller", "Staff", ("displayName", "山田 花子"), ("mail", "hanako@contoso.test"), ("mobile", "+81 9012345678"), ("telephoneNumber", "+81 312345678"), ("preferredLanguage", "ja-JP"));
        var inner = await domain.AddGroupAsync("inner", dn);
        var outer = await domain.AddGroupAsync("outer", inner);

        var account = await _accounts.FindAsync("teller", default);

        Assert.NotNull(account);
        Assert.Equal((dn, "teller@contoso.test", "山田 花子", "hanako@contoso.test", "+81 9012345678", "+81 312345678", "ja-JP"), (account.Dn, account.UserName, account.DisplayName, account.Mail, account.MobilePhone, account.OfficePhone, account.Language));
        Assert.True(account is { IsUsable: true, IsLocked: false, MustChange: false, MayNotChange: false, Protection: Protection.None });
        Assert.InRange(account.PasswordSetAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Superset(new HashSet<Guid> { await domain.IdAsync(inner), await domain.IdAsync(outer) }, account.Groups.ToHashSet());
    }

    [Fact]
    public async Task An_account_is_the_same_wherever_it_moves_and_another_when_it_is_made_again()
    {
        var dn = await domain.AddUserAsync("mover");
        var id = await domain.IdAsync(dn);
        var staff = domain.Accounts(new() { SearchBase = "ou=staff, dc=contoso,dc=test", KeepHistory = false });
        Assert.NotNull(await staff.GetAsync(id, default));

        await domain.DoAsync(new MoveEntry(dn, "CN=moved", $"OU=Guarded,{SambaDomain.Base}"));

        Assert.Equal($"CN=moved,OU=Guarded,{SambaDomain.Base}", (await _accounts.GetAsync(id, default))!.Dn);
        Assert.Null(await staff.GetAsync(id, default)); // no more among the people the portal looks after
        Assert.Null(await staff.FindAsync("mover", default));

        await domain.DoAsync(new DeleteEntry($"CN=moved,OU=Guarded,{SambaDomain.Base}"));
        await domain.AddUserAsync("mover");

        Assert.Null(await _accounts.GetAsync(id, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        Assert.Equal(PasswordOutcome.Gone, (await _accounts.ResetAsync(id, "Another-Pa55word!", false, default)).Outcome);
        Assert.NotEqual(id, (await _accounts.FindAsync("mover", default))!.Id);
    }

    [Fact]
    public async Task Only_people_are_looked_after_for_whom_the_administrators_filter_holds()
    {
        var id = await domain.IdAsync(await domain.AddUserAsync("filtered", "Staff", ("employeeType", "external")));
        var accounts = domain.Accounts(new() { Filter = LdapFilter.Parse("(!(employeeType=external))"), KeepHistory = false });

        Assert.NotNull(await _accounts.FindAsync("filtered", default));
        Assert.Null(await accounts.FindAsync("filtered", default));
        Assert.Null(await accounts.GetAsync(id, default));
        Assert.NotNull(await accounts.FindAsync("svc-sspr", default));
    }

    [Fact]
    public async Task A_filter_may_ask_for_members_of_groups_in_a_group()
    {
        var dn = await domain.AddUserAsync("nested");
        var outer = await domain.AddGroupAsync("filter-outer", await domain.AddGroupAsync("filter-inner", dn));
        var accounts = domain.Accounts(new() { Filter = LdapFilter.Parse($"(memberOf:1.2.840.113556.1.4.1941:={outer})"), KeepHistory = false });

        Assert.Equal(dn, (await accounts.FindAsync("nested", default))!.Dn);
        await using var reading = await accounts.BeginReadingAsync(null, default);
        Assert.Equal([await domain.IdAsync(dn)], await reading.PeopleAsync(default).Select(person => person.Id).ToListAsync());
    }

    [Fact]
    public async Task When_a_password_expires_is_told()
    {
        var dn = await domain.AddUserAsync("expires");
        var id = await domain.IdAsync(dn);

        var account = (await _accounts.GetAsync(id, default))!;
        Assert.Equal(account.PasswordSetAt + TimeSpan.FromDays(42), account.PasswordExpiresAt);

        await domain.SetAsync(dn, ("userAccountControl", "66048")); // never
        Assert.Null((await _accounts.GetAsync(id, default))!.PasswordExpiresAt);
    }

    [Fact]
    public async Task Rules_come_from_the_domain_or_from_a_policy_of_the_person()
    {
        var dn = await domain.AddUserAsync("ruled");
        var id = await domain.IdAsync(dn);
        var ofDomain = new PasswordPolicy(10, true, 5, TimeSpan.Zero, TimeSpan.FromDays(42), 3, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), IsPersonal: false);
        Assert.Equal(ofDomain, await _accounts.PolicyAsync(id, default));

        await domain.AddPolicyAsync("strict", dn, ("msDS-MinimumPasswordLength", "20"), ("msDS-MinimumPasswordAge", "-864000000000"));
        Assert.Null(await _accounts.PolicyAsync(id, default)); // there is one, which the portal's account may not read
        Assert.Equal([Right.ReadPolicy], await _accounts.MissingRightsAsync(id, default));

        await domain.AllowAsync("CN=strict," + SambaDomain.Policies, $"(A;;GR;;;{await domain.ServiceSidAsync()})");

        Assert.Equal(new(20, true, 7, TimeSpan.FromDays(1), TimeSpan.FromDays(90), 4, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), IsPersonal: true), await _accounts.PolicyAsync(id, default));
        Assert.Empty((await _accounts.MissingRightsAsync(id, default))!);
        Assert.Null(await _accounts.PolicyAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task The_rights_that_the_portals_account_lacks_are_named()
    {
        var delegated = await domain.IdAsync(await domain.AddUserAsync("delegated"));
        var guarded = await domain.IdAsync(await domain.AddUserAsync("guarded", "Guarded"));

        Assert.Empty((await _accounts.MissingRightsAsync(delegated, default))!);
        Assert.Equal([Right.ResetPassword, Right.AskForChange, Right.Unlock], await _accounts.MissingRightsAsync(guarded, default));
        Assert.Null(await _accounts.MissingRightsAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task Every_server_is_reported_by_itself()
    {
        var up = Assert.Single(await _accounts.ProbeAsync(default));
        var down = Assert.Single(await domain.Accounts(endpoint: domain.Endpoint with { Host = "localhost" }).ProbeAsync(default));

        Assert.Null(up.Failure);
        Assert.Equal([Capability.ActiveDirectory, Capability.Paging], up.Capabilities.Order());
        Assert.InRange(up.CertificateExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddDays(29), TimeProvider.System.GetUtcNow().AddDays(31));
        Assert.Equal(nameof(LdapFailure.CertificateNameMismatch), down.Failure!.Kind);
    }

    [Fact]
    public async Task More_groups_than_one_search_asks_for_are_all_known()
    {
        var dn = await domain.AddUserAsync("joiner");
        var groups = new HashSet<Guid>();
        for (var i = 0; i < 110; i++) groups.Add(await domain.IdAsync(await domain.AddGroupAsync("many" + i, dn)));

        Assert.Superset(groups, (await _accounts.FindAsync("joiner", default))!.Groups.ToHashSet());
    }
}
