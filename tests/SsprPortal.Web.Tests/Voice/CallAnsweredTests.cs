using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Web.Tests.Voice;

/// <summary>Keys pressed in calls: believed of the provider only, for the call that was made, once.</summary>
public sealed class CallAnsweredTests(CallPortal calls) : IClassFixture<CallPortal>
{
    private readonly PortalHost portal = calls.Portal;

    public static TheoryData<string, Forgery> Forgeries() => new()
    {
        { "another token", new() { AuthToken = "another" } },
        { "no signature", new() { IsSigned = false } },
        { "another key, changed to # afterwards", new() { ChangedAfterwards = [new("Digits", "#")] } },
        { "a parameter more than signed", new() { ChangedAfterwards = [new("Extra", "")] } },
        { "the address of another language", new() { PostedTo = new("https://portal.test/voice/{id}?mkt=ja") } },
        { "no language", new() { PostedTo = new("https://portal.test/voice/{id}") } },
        { "another host", new() { SignedUrl = new("https://evil.example/voice/{id}?mkt=en") } },
        { "plain http", new() { SignedUrl = new("http://portal.test/voice/{id}?mkt=en") } },
        { "another call, though signed", new() { CallSid = "CA00000000000000000000000000000009" } },
        { "no call, though signed", new() { CallSid = "" } },
    };

    [Theory]
    [InlineData("en", "en-US", "Thank you.")]
    [InlineData("ja", "ja-JP", "ありがとうございます。")]
    public async Task Whoever_presses_pound_has_confirmed_and_is_thanked_in_the_language_of_the_call(string language, string locale, string thanks)
    {
        var (challenge, call) = await CallAsync(language);

        using var answer = await PressAsync(call, "#");

        Assert.Equal((HttpStatusCode.OK, "application/xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var said = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.Equal(["Say", "Hangup"], said.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(locale, said.Element("Say")!.Attribute("language")!.Value);
        Assert.StartsWith(thanks, said.Element("Say")!.Value, StringComparison.Ordinal);
        Assert.NotNull(await HandMadeCall.ConfirmedAtAsync(portal, challenge));
    }

    [Fact]
    public async Task Another_key_confirms_nothing_and_is_asked_again()
    {
        var (challenge, call) = await CallAsync();

        foreach (var key in new[] { "1", "*", "##", "#1", "", "＃" })
        {
            using var answer = await PressAsync(call, key);
            call = call with { Twiml = await answer.Content.ReadAsStringAsync() };
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("To confirm, press the pound key.", call.Spoken[0]);
            Assert.Null(await HandMadeCall.ConfirmedAtAsync(portal, challenge));
        }

        using var last = await PressAsync(call, "#");
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.NotNull(await HandMadeCall.ConfirmedAtAsync(portal, challenge));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task What_is_not_the_providers_has_no_effect_learns_nothing_and_is_noted_once(string what, Forgery forgery)
    {
        ArgumentNullException.ThrowIfNull(forgery);
        var (challenge, call) = await CallAsync();
        Uri? Filled(Uri? url) => url is null ? null : new(Uri.UnescapeDataString(url.AbsoluteUri).Replace("{id}", challenge.Id.ToString(), StringComparison.Ordinal));
        var changed = forgery.ChangedAfterwards.Any(pair => pair.Key == "Digits");
        await AssertRefusedAsync(
            HttpStatusCode.Forbidden,
            () => PressAsync(call, changed ? "1" : "#", forgery with { PostedTo = Filled(forgery.PostedTo), SignedUrl = Filled(forgery.SignedUrl) }));

        // What was wrong was the forgery, and nothing else.
        using var genuine = await PressAsync(call, "#");
        Assert.True(genuine.StatusCode == HttpStatusCode.OK, what);
    }

    [Fact]
    public async Task A_key_is_believed_for_the_challenge_of_its_own_call_only()
    {
        var (_, mine) = await CallAsync();
        var (victims, theirs) = await CallAsync();

        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(mine, "#", new() { PostedTo = theirs.ConfirmAt, SignedUrl = theirs.ConfirmAt }));

        Assert.Null(await HandMadeCall.ConfirmedAtAsync(portal, victims));
    }

    [Fact]
    public async Task A_parameter_that_stands_twice_is_refused_before_it_is_read()
    {
        var (_, call) = await CallAsync();

        await AssertRefusedAsync(HttpStatusCode.BadRequest, () => PressAsync(call, "#", new() { Repeated = [new("Digits", "#")] }));
        await AssertRefusedAsync(HttpStatusCode.BadRequest, () => PressAsync(call, "1", new() { Repeated = [new("digits", "#")] }));
    }

    [Fact]
    public async Task What_is_not_a_form_is_refused()
    {
        var (_, call) = await CallAsync();
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => calls.Client.PostAsJsonAsync(call.ConfirmAt!.PathAndQuery, new { Digits = "#", CallSid = call.Sid }));
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => calls.Client.PostAsync(call.ConfirmAt!.PathAndQuery, null));
        // As every address here that is posted to only.
        await AssertRefusedAsync(HttpStatusCode.NotFound, () => calls.Client.GetAsync(call.ConfirmAt!.PathAndQuery + "&Digits=%23&CallSid=" + call.Sid));
    }

    [Fact]
    public async Task A_challenge_is_confirmed_once()
    {
        var (challenge, call) = await CallAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PressAsync(call, "#")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Forbidden));
        var confirmed = await HandMadeCall.ConfirmedAtAsync(portal, challenge);
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(call, "#"));
        Assert.Equal(confirmed, await HandMadeCall.ConfirmedAtAsync(portal, challenge));
    }

    [Fact]
    public async Task A_challenge_that_has_ended_is_not_confirmed()
    {
        var (replaced, replacedCall) = await CallAsync();
        await WithStoreAsync(store => store.ReplaceAllAsync(replaced.Owner, default));
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(replacedCall, "#"));

        var (consumed, consumedCall) = await CallAsync();
        await WithStoreAsync(store => store.TryConsumeAsync(consumed.Id, consumed.Owner, default));
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(consumedCall, "#"));

        var (expired, expiredCall) = await CallAsync();
        portal.Clock.Advance(expired.ExpiresAt - portal.Clock.GetUtcNow());
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(expiredCall, "#"));
    }

    [Fact]
    public async Task A_challenge_that_there_is_not_is_not_confirmed()
    {
        var (_, call) = await CallAsync();
        var url = new Uri($"https://portal.test/voice/{Guid.NewGuid()}?mkt=en");

        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PressAsync(call, "#", new() { PostedTo = url, SignedUrl = url }));
    }

    [Fact]
    public async Task The_provider_has_few_addresses_and_is_not_limited_by_them()
    {
        var (_, call) = await CallAsync();
        for (var turn = 0; turn < 30; turn++)
        {
            using var refused = await PressAsync(call, "#", new() { IsSigned = false });
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var answer = await PressAsync(call, "#");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task No_number_is_logged()
    {
        var (_, call) = await CallAsync();
        using var refused = await PressAsync(call, "#", new() { AuthToken = "another" });
        using var answer = await PressAsync(call, "#");

        string[] secrets = ["9087654321", "15005550006", "4711", TwilioServer.AuthToken];
        Assert.DoesNotContain(portal.Log.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_is_believed_where_no_provider_is_configured()
    {
        await using var without = await PortalHost.StartAsync();
        var challenge = await HandMadeCall.MakeAsync(without);
        using var client = without.CreateDefaultClient(new Uri($"https://{PortalHost.Host}"));
        var call = calls.Twilio.Calls.FirstOrDefault() ?? (await CallAsync()).Call;

        using var answer = await TwilioServer.PressAsync(call, "#", client, new() { PostedTo = new($"https://portal.test/voice/{challenge.Id}?mkt=en"), AuthToken = "" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(await HandMadeCall.ConfirmedAtAsync(without, challenge));
    }

    private async Task<(VerificationChallenge Challenge, PhoneCall Call)> CallAsync(string language = "en")
    {
        var challenge = await HandMadeCall.MakeAsync(portal, language);
        return (challenge, calls.Twilio.Calls.Single(call => call.ConfirmAt!.AbsolutePath.EndsWith(challenge.Id.ToString(), StringComparison.Ordinal)));
    }

    private Task<HttpResponseMessage> PressAsync(PhoneCall call, string key, Forgery? forgery = null) => TwilioServer.PressAsync(call, key, calls.Client, forgery);

    private async Task WithStoreAsync(Func<IChallengeStore, Task> work)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<IChallengeStore>());
    }

    private async Task AssertRefusedAsync(HttpStatusCode status, Func<Task<HttpResponseMessage>> post)
    {
        var before = await PortalState.ReadAsync(portal);
        var warnings = Warnings();

        using var answer = await post();

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
        if (status != HttpStatusCode.Forbidden)
            return;
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Equal(warnings + 1, Warnings());
    }

    private int Warnings() => portal.Log.Lines.Count(line => line.StartsWith("Warning SsprPortal.Web.Features.Voice.", StringComparison.Ordinal));
}
