using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>A browser that opens and posts anything at any time; the gates in the database say what it may have reached.</summary>
public sealed class RandomWalkTests : IAsyncLifetime
{
    private const int Walks = 200;
    private const int Length = 8;
    private static readonly string[] Pages = ["/passwordreset/method", "/passwordreset/verify", "/passwordreset/newpassword", "/passwordreset/outcome", "/passwordreset/ended"];
    private static readonly string[] Posts = ["/passwordreset/method", "/passwordreset/verify", "/passwordreset/verify/resend", "/passwordreset/verify/another", "/passwordreset/newpassword", "/passwordreset/cancel"];

    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_19_No_walk_reaches_the_new_password_page_without_a_passed_gate()
    {
        var reached = 0;
        var finished = 0;
        for (var seed = 0; seed < Walks; seed++)
        {
            var random = new Random(seed);
            var browser = portal.NewBrowser();
            var steps = new List<string>();
            var password = await PasswordAsync();
            await browser.StartResetAsync(Alain.UserId);
            var id = await JourneyAsync();
            for (var step = 0; step < Length; step++)
            {
                var told = await StepAsync(browser, random);
                steps.Add($"{told} → {(int)browser.Status} {browser.Path}");
                var trail = $"Walk {seed}:\n{string.Join('\n', steps)}";
                Assert.True((int)browser.Status < 500, trail);
                var (now, gates) = await portal.WithDatabaseAsync(async database => (
                    await database.Journeys.Where(row => row.Id == id).Select(row => row.Step).SingleAsync(),
                    await database.PassedGates.CountAsync(gate => gate.JourneyId == id)));
                if (browser.Path.EndsWith("/newpassword", StringComparison.Ordinal) || now is RecoveryStep.SetPassword or RecoveryStep.Completed)
                {
                    Assert.True(gates == 1, trail);
                    reached++;
                }

                if (await PasswordAsync() != password)
                {
                    Assert.True(gates == 1 && now == RecoveryStep.Completed, trail);
                    finished++;
                    break;
                }
            }

            // Tomorrow nothing is counted any more.
            portal.Clock.Advance(TimeSpan.FromHours(25));
        }

        Assert.True(reached > 10 && finished > 3, $"The walks reach too little to prove anything: {reached} times past the gate, {finished} resets.");
    }

    private async Task<string> StepAsync(PortalBrowser browser, Random random)
    {
        if (random.Next(4) == 0)
        {
            var page = Pages[random.Next(Pages.Length)];
            await browser.OpenAsync(page);
            return "GET " + page;
        }

        // One in two follows the page, the others post where they like.
        var path = random.Next(2) == 0 && browser.Page.QuerySelector("main form") is not null ? browser.Path : Posts[random.Next(Posts.Length)];
        var right = random.Next(2) == 0 && await CodeAsync() is { } sent ? sent : "000000";
        var form = new Dictionary<string, string>
        {
            ["antiforgery"] = browser.Antiforgery,
            ["Method"] = "email",
            ["Code"] = right,
            ["Password"] = Alain.NewPassword + random.Next(),
        };
        form["Repeated"] = form["Password"];
        if (form["antiforgery"].Length == 0)
        {
            await browser.OpenAsync("/passwordreset");
            form["antiforgery"] = browser.Antiforgery;
        }

        await browser.PostAsync(path, form);
        return $"POST {path} {(right == "000000" ? "wrong" : "right")}";
    }

    private Task<Guid> JourneyAsync() => portal.WithDatabaseAsync(database => database.Journeys.OrderByDescending(row => row.StartedAt).Select(row => row.Id).FirstAsync());

    private Task<string?> PasswordAsync() => portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == Alain.UserId).Select(user => user.PasswordHash).SingleAsync());

    private async Task<string?> CodeAsync()
    {
        var today = portal.Clock.GetUtcNow() - TimeSpan.FromHours(1);
        var newest = await portal.WithDatabaseAsync(database => database.Challenges.Where(row => row.IssuedAt > today).OrderByDescending(row => row.IssuedAt)
            .Select(row => database.Outbox.Where(message => message.CreatedAt >= row.IssuedAt).OrderBy(message => message.CreatedAt).Select(message => (Guid?)message.Id).First()).FirstOrDefaultAsync());
        return newest is { } id ? (await Eventually.GetAsync(() => portal.Messages.FirstOrDefault(message => message.Id == id), "the newest code")).Code() : null;
    }
}
