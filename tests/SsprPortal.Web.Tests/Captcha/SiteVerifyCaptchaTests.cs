using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.Web.Captcha;

namespace SsprPortal.Web.Tests.Captcha;

/// <summary>Against a server of our own that speaks the providers' protocol over a real socket.</summary>
public sealed class SiteVerifyCaptchaTests : IAsyncLifetime
{
    private const string Good = """{"success":true,"hostname":"reset.example.com","action":"identify","challenge_ts":"2026-06-15T11:59:30Z","score":0.9}""";
    private readonly FakeClock clock = new();
    private readonly MemorySingleUseStore used = new();
    private WebApplication server = null!;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;
    private IFormCollection? asked;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.MapPost("/siteverify", async context =>
        {
            asked = await context.Request.ReadFormAsync();
            await answer(context);
        });
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("ReCaptcha", "0.5")]
    [InlineData("HCaptcha", null)]
    [InlineData("Turnstile", null)]
    public async Task A_good_answer_passes_once(string provider, string? score)
    {
        Answer(Good);
        await using var services = Services(provider, score);

        Assert.Equal(CaptchaResult.Passed, await Verify(services, "token-1"));
        Assert.Equal(CaptchaResult.Refused, await Verify(services, "token-1"));
        Assert.Equal(("the-secret", "token-1", "192.0.2.7"), (asked!["secret"].ToString(), asked["response"].ToString(), asked["remoteip"].ToString()));
    }

    [Fact]
    public async Task Ten_at_the_same_time_pass_once()
    {
        Answer(Good);
        await using var services = Services("Turnstile");

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Verify(services, "token-2")));

        Assert.Single(results, CaptchaResult.Passed);
    }

    [Theory]
    [InlineData("reset.example.com", "evil.example.com")]
    [InlineData("\"hostname\":\"reset.example.com\",", "")]
    [InlineData("\"identify\"", "\"login\"")]
    [InlineData("\"action\":\"identify\",", "")]
    [InlineData("11:59:30", "11:57:59")]
    [InlineData("2026-06-15T11:59:30Z", "yesterday")]
    [InlineData("\"challenge_ts\":\"2026-06-15T11:59:30Z\",", "")]
    [InlineData("0.9", "0.49")]
    [InlineData("0.9", "\"0.9\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("true", "1")]
    [InlineData("true", "false")]
    public async Task What_is_not_of_this_site_and_action_and_minute_is_refused(string part, string instead)
    {
        Answer(Good.Replace(part, instead, StringComparison.Ordinal));
        await using var services = Services("ReCaptcha", "0.5");

        Assert.Equal(CaptchaResult.Refused, await Verify(services, "token"));
        Assert.Equal(0, used.Count);
    }

    [Fact]
    public async Task The_checkbox_of_recaptcha_names_no_action()
    {
        Answer("""{"success":true,"hostname":"RESET.example.com","challenge_ts":"2026-06-15T12:00:00Z"}""");
        await using var services = Services("ReCaptcha");

        Assert.Equal(CaptchaResult.Passed, await Verify(services, "token"));
    }

    [Theory]
    [InlineData(500, Good)]
    [InlineData(302, Good)]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{\"success\":true")]
    public async Task A_provider_out_of_order_lets_nobody_through(int status, string body)
    {
        Answer(body, status);
        await using var services = Services("Turnstile");

        Assert.Equal(CaptchaResult.Unavailable, await Verify(services, "token"));
        Assert.Equal(0, used.Count);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_five_seconds()
    {
        answer = context => Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted);
        await using var services = Services("HCaptcha");
        var watch = Stopwatch.StartNew();

        Assert.Equal(CaptchaResult.Unavailable, await Verify(services, "token"));
        Assert.InRange(watch.Elapsed.TotalSeconds, 4, 9);
    }

    [Fact]
    public async Task A_provider_that_talks_without_end_is_cut_off()
    {
        Answer(new string(' ', 200_000) + Good);
        await using var services = Services("HCaptcha");

        Assert.Equal(CaptchaResult.Unavailable, await Verify(services, "token"));
    }

    [Fact]
    public async Task No_token_and_an_endless_one_are_not_worth_asking()
    {
        await using var services = Services("Turnstile");

        Assert.Equal(CaptchaResult.Refused, await Verify(services, null));
        Assert.Equal(CaptchaResult.Refused, await Verify(services, ""));
        Assert.Equal(CaptchaResult.Refused, await Verify(services, new string('a', 100_000)));
        Assert.Null(asked);
    }

    [Theory]
    [InlineData("Captcha:Provider", "Turnstile")]
    [InlineData("Captcha:MinimumScore", "0.5")]
    [InlineData("Captcha:VerifyUrl", "http://captcha.example.com/")]
    public void Half_a_configuration_stops_the_start(string key, string value)
    {
        using var services = Build(new() { [key] = value });

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptionsMonitor<CaptchaOptions>>().CurrentValue);
    }

    [Fact]
    public void Without_configuration_the_portal_checks_by_itself()
    {
        using var services = Build([]);
        using var scope = services.CreateScope();

        var captcha = scope.ServiceProvider.GetRequiredService<ICaptcha>();

        Assert.IsType<ProofOfWorkCaptcha>(captcha);
        Assert.Empty(captcha.Origins);
    }

    private void Answer(string body, int status = 200) => answer = context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    private ServiceProvider Services(string provider, string? score = null) => Build(new()
    {
        ["PublicBaseUrl"] = "https://reset.example.com/",
        ["Captcha:Provider"] = provider,
        ["Captcha:SiteKey"] = "the-site",
        ["Captcha:SecretKey"] = "the-secret",
        ["Captcha:MinimumScore"] = score,
        ["Captcha:VerifyUrl"] = server.Urls.Single() + "/siteverify",
    });

    private ServiceProvider Build(Dictionary<string, string?> configuration) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build())
        .AddLogging()
        .AddSingleton<TimeProvider>(clock)
        .AddSingleton<ISingleUseStore>(used)
        .AddSingleton<IKeyedHash, TestKeyedHash>()
        .AddCaptcha()
        .BuildServiceProvider(validateScopes: true);

    private static async Task<CaptchaResult> Verify(ServiceProvider services, string? token)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICaptcha>().VerifyAsync(token, "browser", IPAddress.Parse("192.0.2.7"), CancellationToken.None);
    }
}
