using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SsprPortal.TestKit;
using SsprPortal.Web.Captcha;

namespace SsprPortal.Web.Tests.Captcha;

public sealed class ProofOfWorkCaptchaTests
{
    private const string Browser = "browser-a";
    private readonly FakeClock clock = new();
    private readonly MemorySingleUseStore used = new();
    private readonly ProofOfWorkCaptcha captcha;

    public ProofOfWorkCaptchaTests() => captcha = new(new TestKeyedHash(), used, clock);

    [Fact]
    public async Task A_solved_challenge_passes_once()
    {
        var token = Token(Solve(captcha.CreateChallenge(Browser)));

        Assert.Equal(CaptchaResult.Passed, await Verify(token));
        Assert.Equal(CaptchaResult.Refused, await Verify(token));
    }

    [Fact]
    public async Task Ten_at_the_same_time_pass_once()
    {
        var token = Token(Solve(captcha.CreateChallenge(Browser)));

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Verify(token))));

        Assert.Single(results, CaptchaResult.Passed);
    }

    [Fact]
    public async Task Another_browser_cannot_hand_it_in()
    {
        var token = Token(Solve(captcha.CreateChallenge(Browser)));

        Assert.Equal(CaptchaResult.Refused, await Verify(token, "browser-b"));
        Assert.Equal(CaptchaResult.Refused, await Verify(token, ""));
        Assert.Equal(CaptchaResult.Passed, await Verify(token));
    }

    [Theory]
    [InlineData(119, CaptchaResult.Passed)]
    [InlineData(120, CaptchaResult.Refused)]
    public async Task It_is_worthless_after_two_minutes(int seconds, CaptchaResult expected)
    {
        var token = Token(Solve(captcha.CreateChallenge(Browser)));
        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, await Verify(token));
    }

    [Theory]
    [InlineData("$.challenge.parameters.nonce")]
    [InlineData("$.challenge.signature")]
    [InlineData("$.solution.derivedKey")]
    public async Task One_changed_digit_is_enough_to_refuse(string path)
    {
        var answer = Solve(captcha.CreateChallenge(Browser));
        var (parent, name) = Find(answer, path);
        var hex = parent[name]!.GetValue<string>();
        parent[name] = (hex[0] == '0' ? '1' : '0') + hex[1..];

        Assert.Equal(CaptchaResult.Refused, await Verify(Token(answer)));
    }

    [Fact]
    public async Task A_longer_life_cannot_be_written_into_it()
    {
        var answer = Solve(captcha.CreateChallenge(Browser));
        answer["challenge"]!["parameters"]!["data"]!["expires"] = clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();

        Assert.Equal(CaptchaResult.Refused, await Verify(Token(answer)));
    }

    [Fact]
    public async Task Writing_the_same_answer_differently_does_not_use_it_twice()
    {
        var answer = Solve(captcha.CreateChallenge(Browser));
        Assert.Equal(CaptchaResult.Passed, await Verify(Token(answer)));
        foreach (var path in new[] { "$.challenge.parameters.nonce", "$.challenge.signature", "$.solution.derivedKey" })
        {
            var (parent, name) = Find(answer, path);
            parent[name] = parent[name]!.GetValue<string>().ToUpperInvariant();
        }

        Assert.Equal(CaptchaResult.Refused, await Verify(Token(answer)));
    }

    [Fact]
    public async Task The_prefix_alone_is_no_solution()
    {
        var challenge = captcha.CreateChallenge(Browser);

        Assert.Equal(CaptchaResult.Refused, await Verify(Token(Answer(challenge, challenge.Parameters.KeyPrefix.PadRight(64, '0')))));
    }

    public static TheoryData<string?> Garbage() =>
    [
        null, "", " ", "x", "AAAA", new string('A', 100_000), "{}", Base64("{}"), Base64("null"), Base64("[]"), Base64("\"\""), Base64("{\"challenge\":null,\"solution\":null}"),
        Base64("{\"challenge\":{\"parameters\":null,\"signature\":\"\"},\"solution\":{\"derivedKey\":\"\"}}"),
        Base64("{\"challenge\":{\"parameters\":{\"algorithm\":\"a\",\"nonce\":\"zz\",\"salt\":\"\",\"cost\":1e99,\"keyLength\":1,\"keyPrefix\":\"\",\"data\":{\"expires\":-1}},\"signature\":\"\"},\"solution\":{\"derivedKey\":\"\"}}"),
        Base64("{\"challenge\":{\"parameters\":{\"algorithm\":\"a\",\"nonce\":\"" + new string('z', 32) + "\",\"salt\":\"\",\"cost\":1,\"keyLength\":1,\"keyPrefix\":\"\",\"data\":{\"expires\":9223372036854775807}},\"signature\":\""
            + new string('0', 64) + "\"},\"solution\":{\"derivedKey\":\"" + new string('0', 64) + "\"}}"),
        Base64(new string('[', 2_000)), Convert.ToBase64String([0xff, 0xfe, 0x00]), "\0", "日本語", Base64("{\"challenge\":\"\ud800\"}"),
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_refused_and_costs_the_database_nothing(string? token)
    {
        Assert.Equal(CaptchaResult.Refused, await Verify(token));
        Assert.Equal(0, used.Count);
    }

    [Fact]
    public async Task Another_key_made_it()
    {
        var stranger = new ProofOfWorkCaptcha(new TestKeyedHash(), used, clock);

        Assert.Equal(CaptchaResult.Refused, await Verify(Token(Solve(stranger.CreateChallenge(Browser)))));
    }

    private Task<CaptchaResult> Verify(string? token, string browser = Browser) => captcha.VerifyAsync(token, browser, IPAddress.Loopback, CancellationToken.None);

    /// <summary>What the widget does: one counter after another, until the prefix is met.</summary>
    private static JsonObject Solve(ProofOfWorkChallenge challenge)
    {
        var (nonce, salt) = (Convert.FromHexString(challenge.Parameters.Nonce), Convert.FromHexString(challenge.Parameters.Salt));
        for (var counter = ProofOfWorkCaptcha.MinCounter; counter <= ProofOfWorkCaptcha.MaxCounter; counter++)
        {
            var key = Convert.ToHexStringLower(ProofOfWorkCaptcha.DeriveKey(nonce, salt, counter));
            if (key.StartsWith(challenge.Parameters.KeyPrefix, StringComparison.Ordinal))
            {
                return Answer(challenge, key);
            }
        }

        throw new InvalidOperationException("The challenge has no solution in its range.");
    }

    private static JsonObject Answer(ProofOfWorkChallenge challenge, string key) => new()
    {
        ["challenge"] = JsonSerializer.SerializeToNode(challenge, JsonSerializerOptions.Web),
        ["solution"] = new JsonObject { ["counter"] = 1, ["derivedKey"] = key, ["time"] = 12.3 },
    };

    private static (JsonObject Parent, string Name) Find(JsonObject root, string path)
    {
        var steps = path.Split('.')[1..];
        return (steps[..^1].Aggregate(root, (node, step) => node[step]!.AsObject()), steps[^1]);
    }

    private static string Token(JsonObject answer) => Base64(answer.ToJsonString());

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
