using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.Admin.Import;

/// <summary>What a file or a program writes of people is no way into their accounts.</summary>
public sealed class ContactTests : IAsyncLifetime
{
    private const string Number = "+819099990001";
    private static readonly Actor Ada = new(Guid.NewGuid(), "ada@contoso.com");
    private static readonly Caller Here = new("198.51.100.7", "en");
    private PortalHost portal = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        await portal.ChangePolicyAsync(policy => policy with { TrustedContacts = ["mobile"] });
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Contact_data_of_somebody_with_a_password_waits_a_day_and_is_told_where_they_were_reached_before(bool byFile)
    {
        var person = await portal.AddPersonAsync(mail: true);

        await WriteAsync(person, new() { UserName = person.UserName, MobilePhone = Number }, byFile);

        Assert.StartsWith("Contact data of your", (await portal.MessageToAsync(person.Mail!)).Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To == Number);
        Assert.Equal(["email"], await ChoicesAsync(person.UserName));
        portal.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(["email"], await ChoicesAsync(person.UserName));
        // The same once more is no write.
        await WriteAsync(person, new() { UserName = person.UserName, MobilePhone = Number }, byFile);
        portal.Clock.Advance(TimeSpan.FromHours(1.1));
        Assert.Equal(["sms", "voice", "email"], await ChoicesAsync(person.UserName));
    }

    [Fact]
    public async Task A_mailbox_that_is_replaced_is_told_and_what_policy_does_not_trust_is_not()
    {
        var person = await portal.AddPersonAsync();

        await WriteAsync(person, new() { UserName = person.UserName, AlternateMail = "other@example.org", OfficePhone = "+81 312345678" }, byFile: true);
        await WriteAsync(person, new() { UserName = person.UserName, Mail = "new@contoso.com" }, byFile: true);

        var messages = await portal.AllMessagesAsync();
        Assert.Single(messages, message => message.To == person.UserName);
        Assert.DoesNotContain(messages, message => message.To is "new@contoso.com" or "other@example.org");
    }

    [Fact]
    public async Task A_new_account_makes_its_first_password_by_it_at_once()
    {
        await WriteAsync(null, new() { UserName = "ida@contoso.com", MobilePhone = Number, Groups = await StaffAsync() }, byFile: true);

        Assert.Equal(["sms", "voice"], await ChoicesAsync("ida@contoso.com"));
        Assert.Empty(await portal.AllMessagesAsync());
    }

    [Theory]
    [InlineData("mobile", "Your password has been reset", 1)]
    [InlineData("office", "We couldn't verify your account", 0)]
    public async Task What_the_organisation_knows_proves_somebody_only_while_it_is_trusted(string trustedThen, string heading, int resets)
    {
        await WriteAsync(null, new() { UserName = "ida@contoso.com", MobilePhone = Number, Groups = await StaffAsync() }, byFile: true);
        var browser = portal.NewBrowser();
        await browser.StartResetAsync("ida@contoso.com");
        await browser.ChooseAsync("sms", Number);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Number)).Code());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        await portal.ChangePolicyAsync(policy => policy with { TrustedContacts = [trustedThen] });

        await browser.SubmitAsync(Alain.Twice("seven quiet lanterns"));

        Assert.Equal(heading, browser.Heading);
        Assert.Equal(resets, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
    }

    [Fact]
    public async Task Whoever_is_disabled_by_a_file_has_no_sessions()
    {
        var person = await portal.AddPersonAsync(phone: true);
        await portal.NewBrowser().SignInAsync(person.UserName);
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Sessions.CountAsync(session => session.UserId == person.Id)));

        await WriteAsync(person, new() { UserName = person.UserName, Enabled = false }, byFile: true);

        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Sessions.CountAsync(session => session.UserId == person.Id)));
    }

    private Task<HashSet<Guid>> StaffAsync() => portal.WithDatabaseAsync(database => database.Groups.Where(group => group.Name == "Staff").Select(group => group.Id).ToHashSetAsync());

    private async Task WriteAsync(PortalPerson? person, AccountValues values, bool byFile)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        var outcome = byFile ? Assert.Single(await accounts.WriteAsync([values], Ada, Here, default)) : await accounts.ChangeAsync(person!.Id, values, Ada, Here, default);
        Assert.Empty(outcome.Faults);
    }

    private async Task<IReadOnlyList<string>> ChoicesAsync(string userName)
    {
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(userName);
        return browser.Choices;
    }
}
