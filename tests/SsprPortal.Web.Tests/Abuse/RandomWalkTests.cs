using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Data;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>
/// A browser that opens and posts anything at any time, 5,000 times over; the gates in the database say what it may have reached. Half
/// of the walks are in an organisation that asks for one gate, half in one that asks for two.
/// </summary>
public sealed class RandomWalkTests
{
    private const int Walks = 2500;
    private const int Longest = 12;
    private const string Forgotten = "seven quiet lanterns";
    private static readonly string[] Pages =
        ["/passwordreset/goal", "/passwordreset/method", "/passwordreset/verify", "/passwordreset/newpassword", "/passwordreset/unlock", "/passwordreset/outcome", "/passwordreset/ended", "/passwordreset/contact"];

    private static readonly string[] Posts =
    [
        "/passwordreset/goal", "/passwordreset/method", "/passwordreset/verify", "/passwordreset/verify/resend", "/passwordreset/verify/another", "/passwordreset/newpassword",
        "/passwordreset/unlock", "/passwordreset/cancel",
    ];

    [Fact]
    public Task AC_19_No_walk_reaches_what_changes_an_account_without_the_gates() => Task.WhenAll(WalkAsync(gatesRequired: 1), WalkAsync(gatesRequired: 2));

    private static async Task WalkAsync(int gatesRequired)
    {
        // Each walk is a day: what is done every day would be done thousands of times.
        await using var portal = await PortalHost.StartAsync(rests: work => work.IsAssignableTo(typeof(RecurringWork)));
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = gatesRequired, Methods = ["sms", "email"], Disclosure = (DisclosureMode)(gatesRequired - 1) });
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/passwordreset");
        var (reached, finished, unlocked) = (0, 0, 0);
        for (var seed = 0; seed < Walks; seed++)
        {
            var walk = new Walk(portal, browser, browser.Antiforgery, new(seed), gatesRequired);
            var locked = seed % 3 == 0;
            await walk.LockAsync(locked);
            var before = await walk.AccountAsync();
            await walk.StartAsync();
            var length = 1 + (seed % Longest);
            for (var step = 0; step < length; step++)
                await walk.StepAsync();

            var after = await walk.AccountAsync();
            var (ended, gates) = await walk.JourneyAsync();
            Assert.True(gates >= gatesRequired || ended is not (RecoveryStep.SetPassword or RecoveryStep.ConfirmUnlock or RecoveryStep.Completed), walk.Trail(seed));
            if (after != before)
            {
                Assert.True(ended == RecoveryStep.Completed && gates >= gatesRequired, walk.Trail(seed));
                if (after.Password != before.Password)
                    finished++;
                else
                    unlocked++;
            }

            reached += walk.Reached ? 1 : 0;
            // Tomorrow nothing is counted any more.
            portal.Clock.Advance(TimeSpan.FromHours(25));
        }

        Assert.True(reached > 200 && finished > 50 && unlocked > 5, $"With {gatesRequired} gates the walks reach too little to prove anything: {reached} past the gates, {finished} resets, {unlocked} unlocked.");
    }

    /// <summary>One walk, without reading pages: it follows where it is sent, or goes where it likes.</summary>
    private sealed class Walk(PortalHost portal, PortalBrowser browser, string antiforgery, Random random, int gatesRequired)
    {
        private readonly List<string> steps = [];
        private string here = "";

        public bool Reached { get; private set; }

        public string Trail(int seed) => $"Walk {seed} with {gatesRequired} gates:\n{string.Join('\n', steps)}";

        public Task StartAsync() => SendAsync(HttpMethod.Post, "/passwordreset", new() { ["UserId"] = Alain.UserId, ["cf-turnstile-response"] = portal.NewCaptchaToken() });

        public async Task StepAsync()
        {
            if (random.Next(8) == 0)
            {
                await SendAsync(HttpMethod.Get, Pages[random.Next(Pages.Length)]);
                return;
            }

            // Most follow the page, the others post where they like.
            var path = random.Next(6) > 0 && here.Length > 0 ? here : Posts[random.Next(Posts.Length)];
            var method = random.Next(2) == 0 ? "email" : "sms";
            var right = random.Next(6) > 0;
            await SendAsync(HttpMethod.Post, path, new()
            {
                ["Goal"] = random.Next(2) == 0 ? nameof(RecoveryGoal.Reset) : nameof(RecoveryGoal.Unlock),
                ["Method"] = method,
                ["PhoneNumber"] = right ? Alain.Phone : "+819000000000",
                ["Code"] = right && path.EndsWith("/verify", StringComparison.Ordinal) && await CodeAsync() is { } code ? code : "000000",
                ["Password"] = $"{Forgotten} {random.Next()}",
            });
        }

        public Task<int> LockAsync(bool locked) => portal.WithDatabaseAsync(database =>
        {
            var until = locked ? portal.Clock.GetUtcNow() + TimeSpan.FromHours(1) : (DateTimeOffset?)null;
            return database.Users.Where(user => user.UserName == Alain.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, until));
        });

        public Task<(string? Password, DateTimeOffset? LockedUntil)> AccountAsync() => portal.WithDatabaseAsync(async database =>
        {
            var user = await database.Users.Where(user => user.UserName == Alain.UserId).Select(user => new { user.PasswordHash, user.LockoutEnd }).SingleAsync();
            return (user.PasswordHash, user.LockoutEnd);
        });

        public Task<(RecoveryStep Step, int Gates)> JourneyAsync() => portal.WithDatabaseAsync(async database =>
        {
            var journey = await database.Journeys.OrderByDescending(row => row.StartedAt).Select(row => new { row.Id, row.Step }).FirstAsync();
            return (journey.Step, await database.PassedGates.Where(gate => gate.JourneyId == journey.Id).Select(gate => gate.Class).Distinct().CountAsync());
        });

        // The newest code of this walk, as soon as it is there.
        private async Task<string?> CodeAsync()
        {
            var today = portal.Clock.GetUtcNow() - RecoveryJourney.Lifetime;
            var newest = await portal.WithDatabaseAsync(database => database.Challenges.Where(row => row.IssuedAt > today).OrderByDescending(row => row.IssuedAt)
                .Select(row => database.Outbox.Where(message => message.CreatedAt >= row.IssuedAt).OrderBy(message => message.CreatedAt).Select(message => (Guid?)message.Id).First()).FirstOrDefaultAsync());
            return newest is { } id ? (await Eventually.GetAsync(() => portal.Messages.FirstOrDefault(message => message.Id == id), "the newest code")).Code() : null;
        }

        private async Task SendAsync(HttpMethod method, string path, Dictionary<string, string>? form = null)
        {
            if (form is not null)
            {
                form["antiforgery"] = antiforgery;
                if (form.TryGetValue("Password", out var password))
                    form["Repeated"] = password;
            }

            await RequestAsync(method, path, form);
            // Where it was sent is where it goes on; only the pages that have power are opened to see.
            if (browser.Response.Headers.Location?.OriginalString is not { } location)
                return;
            here = location;
            if (HasPower(location))
                await RequestAsync(HttpMethod.Get, location, null);
        }

        private async Task RequestAsync(HttpMethod method, string path, Dictionary<string, string>? form)
        {
            await browser.SendAsync(() => new(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) }, follow: false, parse: false);
            steps.Add($"{method} {path} → {(int)browser.Status} {browser.Response.Headers.Location}");
            Assert.True((int)browser.Status < 500, Trail(-1));
            if (browser.Status != HttpStatusCode.OK)
                return;
            here = path;
            if (method != HttpMethod.Get || !HasPower(path))
                return;
            Reached = true;
            Assert.True((await JourneyAsync()).Gates >= gatesRequired, Trail(-1));
        }

        private static bool HasPower(string path) => path is "/passwordreset/newpassword" or "/passwordreset/unlock";
    }
}
