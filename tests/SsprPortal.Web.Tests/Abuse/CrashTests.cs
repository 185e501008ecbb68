using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>The process is killed at any point around the write to the directory; afterwards every account is in a state that is true and told.</summary>
public sealed partial class CrashTests : IAsyncLifetime
{
    private const int Kills = 50;
    private const int AtATime = 2;
    private const string NewPassword = "fifty quiet lanterns";
    private SmtpServer smtp = null!;
    private PortalHost portal = null!;

    public async Task InitializeAsync()
    {
        smtp = await SmtpServer.StartAsync(startTls: false);
        portal = await PortalHost.StartAsync(new() { ["Smtp:Host"] = SmtpServer.Host, ["Smtp:Port"] = $"{smtp.Port}", ["Smtp:From"] = "portal@contoso.com", ["Smtp:RequireTls"] = "false" });
        // What is written to the directory is noted by the database itself.
        await portal.WithDatabaseAsync(database => database.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE "Writes" ("UserId" uuid NOT NULL);
            CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "Writes" VALUES (NEW."Id"); RETURN NEW; END $$;
            CREATE TRIGGER note_write AFTER UPDATE OF "PasswordHash" ON "AspNetUsers" FOR EACH ROW EXECUTE FUNCTION note_write();
            """));
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [Fact]
    public async Task Killed_at_fifty_points_around_the_write_nothing_is_written_twice_reused_or_left_untold()
    {
        var victims = new List<(Guid Id, string UserName, OpaqueHandle Handle)>();
        for (var number = 0; number < Kills; number++)
            victims.Add(await VerifiedAsync($"crash{number:D2}@contoso.com"));

        var random = new Random(20261121);
        var delays = victims.Select(_ => random.NextDouble()).ToList();
        // The first ones live to their end: they tell how long the others have, as many at a time.
        var longest = (await Task.WhenAll(victims.Take(AtATime).Select(victim => RunAsync(victim.Handle, null)))).Max();
        await Parallel.ForEachAsync(
            Enumerable.Range(AtATime, Kills - AtATime), new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (number, _) => await RunAsync(victims[number].Handle, 1.2 * delays[number] * longest));

        // Whoever is left finds out what became of them.
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await SettleAsync();
        await Eventually.IsAsync(
            () => portal.WithDatabaseAsync(async database => !await database.Outbox.AnyAsync(row => row.State == OutboxState.Waiting || row.State == OutboxState.Sending)), "every notice to be done with");

        var ids = victims.Select(victim => victim.Id).ToList();
        var writes = await portal.WithDatabaseAsync(database => database.Database.SqlQuery<Guid>($"""SELECT "UserId" AS "Value" FROM "Writes" """).ToListAsync());
        var journeys = await portal.WithDatabaseAsync(database => database.Journeys.Where(journey => ids.Contains(journey.SubjectId)).ToDictionaryAsync(journey => journey.SubjectId));
        var told = await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.PasswordReset).Select(row => row.SubjectId!.Value).ToListAsync());
        foreach (var (id, userName, handle) in victims)
        {
            var written = writes.Count(each => each == id);
            Assert.InRange(written, 0, 1);
            Assert.Equal(written, told.Count(each => each == id));
            Assert.InRange(smtp.Mails.Count(mail => mail.To.Contains(userName)), 0, written);
            // One that was never claimed is as it was; every other one has ended.
            var journey = journeys[id];
            Assert.Equal(written == 1, journey.Step == RecoveryStep.Completed);
            Assert.False(journey.IsBeingFinished);
            Assert.True(written == 1 || journey.Step == RecoveryStep.Refused || journey.ClaimedAt is null, $"{userName}: {journey.Step}");
            if (journey.Step != RecoveryStep.SetPassword)
                await AssertWorthlessAsync(handle);
        }

        // A notice arrived once, or it is known that it may not have.
        var notices = await portal.WithDatabaseAsync(database => database.Outbox.Where(row => row.Channel == Core.Messages.MessageChannel.Email).Select(row => row.State).ToListAsync());
        Assert.Equal(writes.Count, notices.Count);
        var sent = notices.Count(state => state == OutboxState.Sent);
        var uncertain = notices.Count(state => state == OutboxState.Uncertain);
        Assert.Equal(writes.Count, sent + uncertain);
        Assert.InRange(smtp.Mails.Count, sent, sent + uncertain);
        Assert.True(writes.Count is > 5 and < Kills - 5, $"The kills missed the write: {writes.Count} of {Kills} were written.");
    }

    // Posts the new password to a process of its own and kills it after a while; null lets it answer.
    private async Task<TimeSpan> RunAsync(OpaqueHandle handle, TimeSpan? killAfter)
    {
        await using var process = await PortalProcess.StartAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings__Portal"] = portal.ConnectionString,
            ["Smtp__Host"] = SmtpServer.Host,
            ["Smtp__Port"] = $"{smtp.Port}",
            ["Smtp__From"] = "portal@contoso.com",
            ["Smtp__RequireTls"] = "false",
        });
        var journey = $"sspr-journey={handle.Text}";
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/passwordreset/newpassword") { Headers = { { "Cookie", journey } } };
        using var page = await process.Http.SendAsync(ask);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var antiforgery = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["antiforgery"] = Token().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value,
            ["Password"] = NewPassword,
            ["Repeated"] = NewPassword,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/passwordreset/newpassword") { Content = content, Headers = { { "Cookie", $"{journey}; {antiforgery}" } } };
        var started = Stopwatch.GetTimestamp();
        var answer = process.Http.SendAsync(request);
        if (killAfter is not { } delay)
        {
            using var response = await answer;
            Assert.Equal("/passwordreset/outcome", response.Headers.Location?.OriginalString);
            return Stopwatch.GetElapsedTime(started);
        }

        // Not a wait for something to happen: the point at which the process ends.
        await Task.WhenAny(answer, Task.Delay(delay));
        await process.KillAsync();
        try
        {
            (await answer).Dispose();
        }
        catch (HttpRequestException)
        {
            // It did not live to answer.
        }

        return delay;
    }

    private async Task<(Guid Id, string UserName, OpaqueHandle Handle)> VerifiedAsync(string userName)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var user = new PortalUser { Id = Guid.NewGuid(), UserName = userName, Email = userName, DisplayName = "Crash", NormalizedBareName = UserNames.BareName(UserNames.Normalize(userName)!) };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>().CreateAsync(user)).Succeeded);
        var staff = await portal.WithDatabaseAsync(database => database.Groups.Select(group => group.Id).SingleAsync());
        await portal.WithDatabaseAsync(database =>
        {
            database.GroupMembers.Add(new() { GroupId = staff, UserId = user.Id });
            return database.SaveChangesAsync();
        });
        await portal.RegisterAsync(userName, "app", "#1", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        var now = portal.Clock.GetUtcNow();
        var handle = OpaqueHandle.Create();
        var journey = new RecoveryJourney
        {
            Id = Guid.NewGuid(),
            HandleHash = handle.Hash,
            BrowserId = Guid.NewGuid(),
            SubjectId = user.Id,
            LiveFor = user.Id,
            Step = RecoveryStep.SetPassword,
            GatesRequired = 1,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + RecoveryJourney.Lifetime,
        };
        var journeys = scope.ServiceProvider.GetRequiredService<IRecoveryJourneyStore>();
        await journeys.AddAsync(journey, null, default);
        await journeys.AddGateAsync(new(Guid.NewGuid(), journey.Id, user.Id, "app", MethodClass.App, now), default);
        return (user.Id, userName, handle);
    }

    private async Task AssertWorthlessAsync(OpaqueHandle handle)
    {
        var browser = portal.NewBrowser();
        browser.Cookies.Add(new Uri($"https://{PortalHost.Host}"), new Cookie("__Host-sspr-journey", handle.Text, "/") { Secure = true });
        await browser.OpenAsync("/passwordreset/newpassword");
        Assert.NotEqual("/passwordreset/newpassword", browser.Path);
    }

    private async Task SettleAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecoverySettlement>().SettleAsync(default);
    }

    [GeneratedRegex("name=\"antiforgery\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
