using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SsprPortal.Core.Messages;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests;

public sealed class PurgeExpiredTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Throttle AnHour = new("purge-hour", 5, TimeSpan.FromHours(1));
    private static readonly Throttle TwoDays = new("purge-days", 5, TimeSpan.FromDays(2));

    [Fact]
    public async Task Only_what_is_worthless_is_deleted()
    {
        var person = await database.Person().WithPhone().CreateAsync();
        await WriteOneOfEachAsync(person, "old");
        await database.WithAsync<IThrottleStore>(store => store.TryTakeAsync(TwoDays, "old", default));
        await database.DispatchAsync();
        database.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        await WriteOneOfEachAsync(person, "new");
        await database.DispatchAsync();
        await WriteMessageAsync("waiting");

        await PurgeAsync();

        await database.WithAsync<PortalDbContext>(async context =>
        {
            Assert.Equal(1, await context.Journeys.CountAsync());
            Assert.Equal(1, await context.PassedGates.CountAsync());
            Assert.Equal(1, await context.Challenges.CountAsync());
            Assert.Equal(1, await context.UsedTokens.CountAsync());
            Assert.Equal(1, await context.Sessions.CountAsync());
            Assert.Equal(2, await context.Throttles.CountAsync());
            Assert.Equal(2, await context.Outbox.CountAsync());
            Assert.Equal(1, await context.Users.CountAsync());
            Assert.Equal(1, await context.RegisteredMethods.CountAsync());
        });

        await PurgeAsync();
        await database.WithAsync<PortalDbContext>(async context => Assert.Equal((1, 1, 2), (await context.Journeys.CountAsync(), await context.Sessions.CountAsync(), await context.Outbox.CountAsync())));
    }

    private Task PurgeAsync() => database.Services.GetServices<IHostedService>().OfType<PurgeExpired>().Single().RunOnceAsync(default);

    private async Task WriteOneOfEachAsync(Person person, string name)
    {
        var now = database.Clock.GetUtcNow();
        var journey = new RecoveryJourney
        {
            Id = Guid.NewGuid(),
            HandleHash = OpaqueHandle.Create().Hash,
            SubjectId = person.Id,
            LiveFor = person.Id,
            Step = RecoveryStep.ChooseMethod,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + RecoveryJourney.Lifetime,
        };
        var challenge = new VerificationChallenge(Guid.NewGuid(), journey.Owner(), "sms", person.Phone!, new byte[32], now, now + TimeSpan.FromMinutes(5), now, 1);
        await database.WithAsync<IRecoveryJourneyStore>(store => store.AddAsync(journey, null, default));
        await database.WithAsync<IChallengeStore>(store => store.AddAsync(challenge, default));
        await database.WithAsync<IRecoveryJourneyStore>(store => store.AddGateAsync(new(challenge.Id, journey.Id, person.Id, "sms", MethodClass.Phone, now), default));
        await database.WithAsync<IPortalSessionStore, OpaqueHandle>(store => store.OpenAsync(person.Id, "stamp", false, false, default));
        await database.WithAsync<ISingleUseStore, bool>(store => store.TryUseAsync("captcha", name, now + TimeSpan.FromMinutes(2), default));
        await database.WithAsync<IThrottleStore>(store => store.TryTakeAsync(AnHour, name, default));
        await WriteMessageAsync(name);
    }

    private Task WriteMessageAsync(string name) => database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
        async () =>
        {
            var message = new OutgoingMessage(Guid.NewGuid(), MessageChannel.Email, $"{name}@example.org", "", "", "en");
            await services.GetRequiredService<IOutbox>().AddAsync(message, database.Clock.GetUtcNow() + TimeSpan.FromDays(3), default);
            return true;
        },
        default));
}
