using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Notifications;

/// <summary>What administrators are told, and how often.</summary>
public sealed class AdministratorContactTests : IAsyncLifetime
{
    private static readonly Caller Caller = new("192.0.2.1", "ja");

    private readonly PortalDatabase database = new();
    private readonly Guid reference = Guid.NewGuid();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Of_32_wishes_for_help_at_once_each_administrator_gets_one_mail_in_the_own_language()
    {
        await AdministratorAsync("amy@contoso.test", "en");
        await AdministratorAsync("aoi@contoso.test", "ja");
        await AdministratorAsync("any@contoso.test", null);
        await AdministratorAsync("gone@contoso.test", "en", person => person.Disabled());
        await database.Person().WithRole("HelpDesk").WithOrganizationMail("desk@contoso.test").CreateAsync();
        await database.Person().WithRole(DirectoryUser.AdministratorRole).CreateAsync();
        var person = await PersonAsync();

        var outcomes = await database.AtOnceAsync(32, (services, _) => ContactAsync(services, person, person!.Id));
        await database.DispatchAsync();

        Assert.Single(outcomes, ContactOutcome.Told);
        Assert.Equal(31, outcomes.Count(each => each == ContactOutcome.AlreadyTold));
        Assert.Equal(["amy@contoso.test en", "any@contoso.test ja", "aoi@contoso.test ja"], database.Mail.Sent.Select(message => $"{message.To} {message.Language}").Order());
        Assert.All(database.Mail.Sent, message => Assert.All(
            [person!.UserName, "Pat Example", "SSPR_0014", reference.ToString("D")], part => Assert.Contains(part, message.Text, StringComparison.Ordinal)));
        var entry = Assert.Single(await database.WithAsync<PortalDbContext, List<(AuditCode, Guid?, Guid?)>>(async context =>
            [.. (await context.Audit.AsNoTracking().ToListAsync()).Select(row => (row.Code, row.SubjectId, row.CorrelationId))]));
        Assert.Equal((AuditCode.AdministratorContacted, person!.Id, reference), entry);
    }

    [Fact]
    public async Task The_administrators_are_told_again_a_day_later()
    {
        await AdministratorAsync("amy@contoso.test", "en");
        var person = await PersonAsync();

        Assert.Equal(ContactOutcome.Told, await ContactAsync(person, person!.Id));
        Assert.True(await database.WithAsync<AdministratorContact, bool>(contact => contact.IsToldAsync(person.Id, default)));
        database.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(ContactOutcome.AlreadyTold, await ContactAsync(person, person.Id));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ContactOutcome.Told, await ContactAsync(person, person.Id));
    }

    [Fact]
    public async Task For_nobody_the_answer_and_the_rows_are_the_same_and_nothing_is_sent()
    {
        await AdministratorAsync("amy@contoso.test", "en");
        await AdministratorAsync("aoi@contoso.test", "ja");
        var nobody = Guid.NewGuid();

        Assert.Equal(ContactOutcome.Told, await ContactAsync(null, nobody));
        Assert.Equal(ContactOutcome.AlreadyTold, await ContactAsync(null, nobody));
        await database.DispatchAsync();

        Assert.Empty(database.Mail.Attempts);
        Assert.Equal([OutboxState.Sent, OutboxState.Sent], await database.WithAsync<PortalDbContext, List<OutboxState>>(context => context.Outbox.Select(row => row.State).ToListAsync()));
        Assert.Equal(1, await database.WithAsync<PortalDbContext, int>(context => context.Audit.CountAsync(row => row.Code == AuditCode.AdministratorContacted)));
    }

    [Fact]
    public async Task Without_an_administrator_who_has_a_mailbox_it_is_said_and_not_counted()
    {
        var person = await PersonAsync();
        await database.Person().WithRole(DirectoryUser.AdministratorRole).CreateAsync();

        Assert.Equal(ContactOutcome.NobodyToTell, await ContactAsync(person, person!.Id));
        Assert.Equal(ContactOutcome.NobodyToTell, await ContactAsync(null, Guid.NewGuid()));
        await AdministratorAsync("amy@contoso.test", "en");

        Assert.Equal(ContactOutcome.Told, await ContactAsync(person, person.Id));
    }

    [Fact]
    public async Task At_most_a_hundred_administrators_are_told()
    {
        for (var number = 0; number < 101; number++)
            await AdministratorAsync($"admin{number:D3}@contoso.test", "en");
        var person = await PersonAsync();

        await ContactAsync(person, person!.Id);

        Assert.Equal(100, await database.WithAsync<PortalDbContext, int>(context => context.Outbox.CountAsync()));
        Assert.Equal(3, (await database.WithAsync<IDirectory, IReadOnlyList<DirectoryUser>>(directory => directory.AdministratorsAsync(3, default))).Count);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task All_administrators_are_told_of_the_reset_of_one_unless_policy_wants_it_otherwise(bool wanted, int mails)
    {
        await AdministratorAsync("amy@contoso.test", "en");
        await AdministratorAsync("aoi@contoso.test", "ja");
        var administrator = (await database.WithAsync<IDirectory, IReadOnlyList<DirectoryUser>>(directory => directory.AdministratorsAsync(1, default)))[0];

        await database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                var policy = new SsprPolicy { NotifiesAdministrators = wanted };
                await services.GetRequiredService<Notices>().AdministratorResetAsync(administrator, database.Clock.GetUtcNow(), policy, "en", default);
                return true;
            },
            default));
        await database.DispatchAsync();

        Assert.Equal(mails, database.Mail.Sent.Count);
        Assert.All(database.Mail.Sent, message => Assert.Contains(administrator.UserName, message.Text, StringComparison.Ordinal));
        Assert.True(administrator.IsAdministrator);
    }

    private async Task<DirectoryUser?> PersonAsync()
    {
        var person = await database.Person().CreateAsync();
        return await database.WithAsync<IDirectory, DirectoryUser?>(directory => directory.GetAsync(person.Id, default));
    }

    private Task<Person> AdministratorAsync(string mail, string? language, Func<PersonBuilder, PersonBuilder>? more = null)
    {
        var person = database.Person(mail).WithRole(DirectoryUser.AdministratorRole).WithOrganizationMail(mail);
        if (language is not null)
            person.Reading(language);
        return (more?.Invoke(person) ?? person).CreateAsync();
    }

    private Task<ContactOutcome> ContactAsync(DirectoryUser? person, Guid subjectId) => database.WithAsync<IServiceProvider, ContactOutcome>(services => ContactAsync(services, person, subjectId));

    private Task<ContactOutcome> ContactAsync(IServiceProvider services, DirectoryUser? person, Guid subjectId) =>
        services.GetRequiredService<AdministratorContact>().ContactAsync(person, subjectId, reference, "Refused", "SSPR_0014", Caller, default);
}
