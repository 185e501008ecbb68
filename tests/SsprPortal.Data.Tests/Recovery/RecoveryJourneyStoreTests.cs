using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Recovery;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Recovery;

public sealed class RecoveryJourneyStoreTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private const int Callers = 32;

    [Fact]
    public async Task Of_32_saves_of_one_version_one_succeeds()
    {
        var journey = await AddAsync(New());

        var saved = await database.AtOnceAsync(Callers, (services, _) =>
            Store(services).TrySaveAsync(journey.After(RecoveryEvent.ChallengeIssued, RecoveryCondition.None, database.Clock.GetUtcNow()), default));

        Assert.Single(saved, each => each);
        Assert.Equal((RecoveryStep.AnswerChallenge, journey.Version + 1), ((await FindAsync(journey))!.Step, (await FindAsync(journey))!.Version));
    }

    [Fact]
    public async Task Of_32_claims_at_once_one_succeeds_and_can_be_released()
    {
        var journey = await AddAsync(New(RecoveryStep.SetPassword));
        var claim = journey with { ClaimedAt = database.Clock.GetUtcNow() };

        var claimed = await database.AtOnceAsync(Callers, (services, _) => Store(services).TrySaveAsync(claim, default));

        Assert.Single(claimed, each => each);
        var read = (await FindAsync(journey))!;
        Assert.True(read.IsBeingFinished);
        Assert.True(await SaveAsync(read with { ClaimedAt = null }));
        Assert.False((await FindAsync(journey))!.IsBeingFinished);
    }

    [Fact]
    public async Task A_new_journey_ends_the_one_of_its_browser_and_nobody_elses_of_the_account()
    {
        var ofTheAccount = await AddAsync(New());
        var ofTheBrowser = await AddAsync(New());

        var added = New(account: ofTheAccount.SubjectId);
        await database.WithAsync<IRecoveryJourneyStore>(store => store.AddAsync(added, ofTheBrowser.HandleHash, default));

        Assert.Equal((RecoveryStep.Cancelled, null), ((await FindAsync(ofTheBrowser))!.Step, (await FindAsync(ofTheBrowser))!.Refusal));
        Assert.False(await SaveAsync(ofTheBrowser with { Step = RecoveryStep.SetPassword }));
        Assert.Equal(RecoveryStep.ChooseMethod, (await FindAsync(ofTheAccount))!.Step);
        Assert.Equal(RecoveryStep.ChooseMethod, (await FindAsync(added))!.Step);
    }

    [Fact]
    public async Task Ending_all_of_an_account_leaves_others_and_what_is_being_written()
    {
        var ended = await AddAsync(New());
        var writing = await AddAsync(New(RecoveryStep.SetPassword, ended.SubjectId) with { ClaimedAt = database.Clock.GetUtcNow() });
        var ofNobody = await AddAsync(New());

        await database.WithAsync<IRecoveryJourneyStore>(store => store.EndAllAsync(ended.SubjectId, RecoveryRefusal.Blocked, default));

        Assert.Equal((RecoveryStep.Refused, RecoveryRefusal.Blocked), ((await FindAsync(ended))!.Step, (await FindAsync(ended))!.Refusal));
        Assert.Equal((RecoveryStep.SetPassword, writing.Version), ((await FindAsync(writing))!.Step, (await FindAsync(writing))!.Version));
        Assert.Equal(RecoveryStep.ChooseMethod, (await FindAsync(ofNobody))!.Step);
    }

    [Fact]
    public async Task What_nobody_has_looked_after_is_what_expired_what_lost_its_process_and_what_somebody_is_to_be_told_of()
    {
        var now = database.Clock.GetUtcNow();
        var idle = await AddAsync(New() with { LastSeenAt = now - RecoveryJourney.IdleLifetime });
        var old = await AddAsync(New() with { ExpiresAt = now });
        var lost = await AddAsync(New(RecoveryStep.SetPassword) with { ClaimedAt = now - RecoveryJourneyStore.ClaimLifetime, ExpiresAt = now });
        var blocked = await AddAsync(New(RecoveryStep.Refused) with { Refusal = RecoveryRefusal.Blocked, LiveFor = null });
        var concealed = await AddAsync(New(RecoveryStep.Abandoned) with { Refusal = RecoveryRefusal.OutOfScope, Disclosure = DisclosureMode.Uniform, LiveFor = null });
        RecoveryJourney[] others =
        [
            await AddAsync(New()),
            await AddAsync(New(RecoveryStep.SetPassword) with { ClaimedAt = now, ExpiresAt = now }),
            await AddAsync(New(RecoveryStep.Completed) with { LiveFor = null }),
            await AddAsync(New(RecoveryStep.Refused) with { Refusal = RecoveryRefusal.OutOfScope, LiveFor = null }),
            await AddAsync(New(RecoveryStep.Abandoned) with { Refusal = RecoveryRefusal.UnknownUser, Disclosure = DisclosureMode.Uniform, LiveFor = null }),
            await AddAsync(New(RecoveryStep.Refused) with { Refusal = RecoveryRefusal.Blocked, LiveFor = null, SettledAt = now }),
        ];

        var found = (await database.WithAsync<IRecoveryJourneyStore, IReadOnlyList<RecoveryJourney>>(store => store.UnsettledAsync(1000, default))).Select(journey => journey.Id).ToHashSet();

        Assert.Superset(new HashSet<Guid>([idle.Id, old.Id, lost.Id, blocked.Id, concealed.Id]), found);
        Assert.DoesNotContain(others, journey => found.Contains(journey.Id));
    }

    [Fact]
    public async Task A_journey_at_a_step_that_only_a_newer_instance_knows_has_ended()
    {
        var journey = await AddAsync(New());
        await database.WithAsync<PortalDbContext>(context => context.Database.ExecuteSqlAsync($"""UPDATE "RecoveryJourneys" SET "Step" = 'SolveRiddle' WHERE "Id" = {journey.Id}"""));

        Assert.False(RecoveryStateMachine.IsLive((await FindAsync(journey))!.Step));
    }

    [Fact]
    public async Task A_journey_refused_for_a_reason_that_only_a_newer_instance_knows_can_still_be_read()
    {
        var journey = await AddAsync(New(RecoveryStep.Refused) with { Refusal = RecoveryRefusal.Blocked, LiveFor = null });
        await database.WithAsync<PortalDbContext>(context => context.Database.ExecuteSqlAsync($"""UPDATE "RecoveryJourneys" SET "Refusal" = 'MoonPhase' WHERE "Id" = {journey.Id}"""));

        Assert.False(RecoveryStateMachine.IsLive((await FindAsync(journey))!.Step));
    }

    [Fact]
    public async Task A_journey_of_another_format_has_ended()
    {
        var journey = await AddAsync(New() with { Format = RecoveryJourney.CurrentFormat + 1 });

        Assert.False((await FindAsync(journey))!.IsAlive(database.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_challenge_is_one_gate_at_most()
    {
        var journey = await AddAsync(New());
        var gate = new PassedGate(Guid.NewGuid(), journey.Id, journey.SubjectId, "sms", MethodClass.Phone, database.Clock.GetUtcNow());

        await database.WithAsync<IRecoveryJourneyStore>(store => store.AddGateAsync(gate, default));
        await Assert.ThrowsAsync<DbUpdateException>(() => database.WithAsync<IRecoveryJourneyStore>(store => store.AddGateAsync(gate, default)));

        Assert.Equal([gate], await database.WithAsync<IRecoveryJourneyStore, IReadOnlyList<PassedGate>>(store => store.GatesAsync(journey.Id, default)));
    }

    private static IRecoveryJourneyStore Store(IServiceProvider services) => services.GetRequiredService<IRecoveryJourneyStore>();

    private RecoveryJourney New(RecoveryStep step = RecoveryStep.ChooseMethod, Guid? account = null)
    {
        var subject = account ?? Guid.NewGuid();
        var now = database.Clock.GetUtcNow();
        return new()
        {
            Id = Guid.NewGuid(),
            HandleHash = OpaqueHandle.Create().Hash,
            SubjectId = subject,
            LiveFor = subject,
            Step = step,
            GatesRequired = 2,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + RecoveryJourney.Lifetime,
        };
    }

    private async Task<RecoveryJourney> AddAsync(RecoveryJourney journey)
    {
        await database.WithAsync<IRecoveryJourneyStore>(store => store.AddAsync(journey, null, default));
        return journey;
    }

    private Task<RecoveryJourney?> FindAsync(RecoveryJourney journey) =>
        database.WithAsync<IRecoveryJourneyStore, RecoveryJourney?>(store => store.FindAsync(journey.HandleHash, default));

    private Task<bool> SaveAsync(RecoveryJourney journey) =>
        database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TrySaveAsync(journey, default));
}
