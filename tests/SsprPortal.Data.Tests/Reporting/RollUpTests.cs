using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Reporting;
using SsprPortal.Data.Tests.Auditing;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Reporting;

public sealed class RollUpTests : IAsyncLifetime
{
    private static readonly Guid Sales = Guid.NewGuid();

    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task People_who_are_there_before_the_first_run_are_taken_in()
    {
        await database.Person().In(Sales).WithPhone().CreateAsync();
        await database.Person().In(Sales).WithPhone().CreateAsync();
        await database.Person().Disabled().CreateAsync();
        await database.Person().WithRole("Administrator").WithPhone().WithMail().CreateAsync();

        await RunAsync();

        var people = await AlikeAsync();
        Assert.Equal([1, 1, 2], people.Select(each => each.Count).Order());
        var selling = people.Single(each => each.Groups.Contains(Sales));
        Assert.Equal((2, new KnownKind("mobile", 1, true)), (selling.Count, Assert.Single(selling.Known)));
        Assert.Equal(["email", "mobile"], people.Single(each => each.HoldsRole).Known.Select(kind => kind.Kind));
        Assert.False(people.Single(each => each.Known.Count == 0).Enabled);
    }

    [Fact]
    public async Task Figures_say_who_is_enabled_registered_and_capable()
    {
        await database.Person().In(Sales).WithPhone().WithMail().CreateAsync();
        await database.Person().In(Sales).WithPhone().CreateAsync();
        await database.Person().WithPhone().WithMail().CreateAsync();
        await RunAsync();
        var methods = database.Services.GetRequiredService<VerificationMethods>();
        var policy = new SsprPolicy { Scope = ResetScope.Selected, SelectedGroups = [Sales], GatesRequired = 2 };

        Assert.Equal(new(3, 2, 2, 1), (await AlikeAsync()).Figures(policy, methods));
        Assert.Equal(new(3, 3, 3, 3), (await AlikeAsync()).Figures(policy with { Scope = ResetScope.All, GatesRequired = 1 }, methods));
    }

    [Fact]
    public async Task Whoever_registers_is_moved_to_others()
    {
        var person = await database.Person().CreateAsync();
        await RunAsync();
        await database.WithAsync<IRegistrationStore>(store => store.TryAddAsync(new(Guid.NewGuid(), person.Id, "mobile", "42", "+819012345642", database.Clock.GetUtcNow()), default));
        await WriteAsync(new(AuditCode.MethodRegistered, person.Id, null, null, "sms"));

        await RunAsync();

        var all = Assert.Single(await AlikeAsync());
        Assert.Equal((1, "mobile"), (all.Count, Assert.Single(all.Known).Kind));
        Assert.Equal(person.UserName, Assert.Single(await ListAsync([all.Id], null, 10)).UserName);
    }

    [Fact]
    public async Task Whoever_is_deleted_is_counted_no_more()
    {
        var person = await database.Person().CreateAsync();
        await RunAsync();
        await database.WithAsync<PortalDbContext>(context => context.Users.Where(user => user.Id == person.Id).ExecuteDeleteAsync());
        await WriteAsync(new(AuditCode.AccountDeleted, person.Id, null, null));

        await RunAsync();

        Assert.Empty(await AlikeAsync());
    }

    [Fact]
    public async Task What_happens_to_a_group_happens_to_its_members_and_to_those_who_were()
    {
        await database.Person().In(Sales).CreateAsync();
        var (leaves, comes) = (await database.Person().In(Sales).CreateAsync(), await database.Person().CreateAsync());
        await RunAsync();
        var parent = Guid.NewGuid();
        await database.WithAsync<PortalDbContext>(async context =>
        {
            await context.GroupMembers.Where(member => member.UserId == leaves.Id).ExecuteDeleteAsync();
            context.GroupMembers.Add(new() { GroupId = Sales, UserId = comes.Id });
            context.AddGroup(new() { Id = parent, Name = "Staff" });
            context.GroupAncestors.Add(new() { GroupId = Sales, AncestorId = parent });
            await context.SaveChangesAsync();
        });
        await WriteAsync(new(AuditCode.GroupChanged, null, Sales, null));

        await RunAsync();

        var people = await AlikeAsync();
        Assert.Equal([1, 2], people.Select(each => each.Count).Order());
        Assert.Equal([Sales, parent], people.Single(each => each.Count == 2).Groups.OrderBy(id => id != Sales));
        Assert.Equal(leaves.Id, Assert.Single(await ListAsync([people.Single(each => each.Count == 1).Id], null, 10)).Id);
    }

    [Fact]
    public async Task People_are_listed_a_page_at_a_time_in_the_order_of_their_names()
    {
        foreach (var name in new[] { "dora", "anna", "carl", "bert", "emil" })
            await database.Person($"{name}@contoso.test").In(name is "anna" or "dora" ? Sales : Guid.NewGuid()).CreateAsync();
        await RunAsync();
        var all = (await AlikeAsync()).Select(each => each.Id).ToList();

        var names = new List<string>();
        string? after = null;
        while (await ListAsync(all, after, 2) is { Count: > 0 } page)
        {
            names.AddRange(page.Select(person => person.UserName));
            after = page[^1].Key;
        }

        Assert.Equal(["anna@contoso.test", "bert@contoso.test", "carl@contoso.test", "dora@contoso.test", "emil@contoso.test"], names);
    }

    [Fact]
    public async Task Another_country_makes_phones_useless_and_everybody_is_looked_at_anew()
    {
        await database.Person().WithPhone().CreateAsync();
        await RunAsync();
        await database.SetPolicyAsync(new() { Country = "DE" });

        await RunAsync();

        Assert.Empty(Assert.Single(await AlikeAsync()).Known);
    }

    [Fact]
    public async Task Of_many_roll_ups_on_two_instances_each_entry_is_counted_once()
    {
        await database.StartInstanceAsync();
        await database.WriteManyAsync((2 * RollUp.Batch) + 100);
        await database.SealAsync();

        await database.AtOnceAsync(16, async (services, _) =>
        {
            await services.GetRequiredService<RollUp>().RunOnceAsync(default);
            return true;
        });
        await RunAsync();

        Assert.Equal((2 * RollUp.Batch) + 100, await CountAsync(AuditCode.SignedIn));
    }

    [Fact]
    public async Task Entries_are_counted_by_hour_method_step_and_reason_but_administrators_acts_without_what_they_wrote()
    {
        await WriteAsync(WrittenAudit.Entry);
        await WriteAsync(WrittenAudit.Entry);
        database.Clock.Advance(TimeSpan.FromHours(1));
        await WriteAsync(WrittenAudit.Entry);
        await WriteAsync(new(AuditCode.PolicyChanged, null, null, null, Reason: "one → two", Stage: "GatesRequired"));
        await WriteAsync(new(AuditCode.PolicyChanged, null, null, null, Reason: "two → one", Stage: "GatesRequired"));

        await RunAsync();
        await RunAsync();

        var rows = await database.WithAsync<PortalDbContext, List<HourlyCountRow>>(context => context.HourlyCounts.AsNoTracking().OrderBy(row => row.Hour).ThenBy(row => row.Code).ToListAsync());
        Assert.Equal([("Wrong", 2), ("Wrong", 1), ("", 2L)], rows.Select(row => (row.Reason, row.Count)));
        Assert.Equal(["AnswerChallenge", "AnswerChallenge", ""], rows.Select(row => row.Stage));
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        await database.WithAsync<IAuditLog>(log => log.WriteAsync(entry, default));
        await database.SealAsync();
    }

    private Task RunAsync() => database.Services.GetRequiredService<RollUp>().RunOnceAsync(default);

    private Task<IReadOnlyList<PeopleAlike>> AlikeAsync() => database.WithAsync<IPopulation, IReadOnlyList<PeopleAlike>>(population => population.AlikeAsync(default));

    private Task<IReadOnlyList<PersonName>> ListAsync(IReadOnlyCollection<long> alike, string? after, int atMost) =>
        database.WithAsync<IPopulation, IReadOnlyList<PersonName>>(population => population.ListAsync(alike, after, atMost, default));

    private Task<long> CountAsync(AuditCode code) =>
        database.WithAsync<PortalDbContext, long>(context => context.HourlyCounts.Where(row => row.Code == code).SumAsync(row => row.Count));
}
