using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Transactions;
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
    public async Task Of_32_journeys_begun_at_once_for_one_account_one_lives()
    {
        var account = Guid.NewGuid();

        var added = await database.AtOnceAsync(Callers, (services, _) => services.GetRequiredService<ITransaction>().TryAsync(
            () => Store(services).TryAddAsync(New(account: account), null, default), default));

        Assert.Contains(true, added);
        var rows = await database.WithAsync<PortalDbContext, List<RecoveryJourney>>(context => context.Journeys.AsNoTracking().Where(row => row.SubjectId == account).ToListAsync());
        Assert.Equal(added.Count(each => each), rows.Count);
        Assert.Equal(RecoveryStep.ChooseMethod, Assert.Single(rows, row => row.LiveFor == account).Step);
        Assert.All(rows.Where(row => row.LiveFor is null), row => Assert.Equal(RecoveryStep.Refused, row.Step));
    }

    [Fact]
    public async Task A_new_journey_ends_the_one_of_the_account_and_the_one_of_the_browser()
    {
        var ofTheAccount = await AddAsync(New());
        var ofTheBrowser = await AddAsync(New());
        var ofNeither = await AddAsync(New());

        var added = New(account: ofTheAccount.SubjectId);
        Assert.True(await database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TryAddAsync(added, ofTheBrowser.HandleHash, default)));

        Assert.Equal(RecoveryStep.Refused, (await FindAsync(ofTheAccount))!.Step);
        Assert.Equal(RecoveryStep.Refused, (await FindAsync(ofTheBrowser))!.Step);
        Assert.False(await SaveAsync(ofTheAccount with { Step = RecoveryStep.SetPassword }));
        Assert.False(await SaveAsync(ofTheBrowser with { Step = RecoveryStep.SetPassword }));
        Assert.Equal(RecoveryStep.ChooseMethod, (await FindAsync(ofNeither))!.Step);
        Assert.Equal(RecoveryStep.ChooseMethod, (await FindAsync(added))!.Step);
    }

    [Fact]
    public async Task A_claimed_journey_stands_in_the_way_of_a_new_one_until_whoever_claimed_it_must_be_dead()
    {
        var claimed = await AddAsync(New(RecoveryStep.SetPassword) with { ClaimedAt = database.Clock.GetUtcNow() });
        Task<bool> TryAgainAsync() => database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TryAddAsync(New(account: claimed.SubjectId), claimed.HandleHash, default));

        Assert.False(await TryAgainAsync());
        Assert.Equal((RecoveryStep.SetPassword, claimed.Version), ((await FindAsync(claimed))!.Step, (await FindAsync(claimed))!.Version));
        database.Clock.Advance(RecoveryJourneyStore.ClaimLifetime);
        Assert.True(await TryAgainAsync());
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
        var gate = new PassedGate(Guid.NewGuid(), journey.Id, journey.SubjectId!.Value, "sms", MethodClass.Phone, database.Clock.GetUtcNow());

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
        Assert.True(await database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TryAddAsync(journey, null, default)));
        return journey;
    }

    private Task<RecoveryJourney?> FindAsync(RecoveryJourney journey) =>
        database.WithAsync<IRecoveryJourneyStore, RecoveryJourney?>(store => store.FindAsync(journey.HandleHash, default));

    private Task<bool> SaveAsync(RecoveryJourney journey) =>
        database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TrySaveAsync(journey, default));
}
