using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.Web.Captcha;

namespace SsprPortal.Web.Tests.Captcha;

public sealed class CaptchaEndpointTests
{
    [Fact]
    public async Task A_challenge_is_new_every_time_and_only_for_a_browser_that_loaded_a_page()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new FakeClock()).AddSingleton<ISingleUseStore, MemorySingleUseStore>().AddSingleton<IKeyedHash, TestKeyedHash>().AddCaptcha();
        await using var app = builder.Build();
        app.MapCaptcha(context => context.Request.Cookies["browser"]);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/captcha/challenge")).StatusCode);

        client.DefaultRequestHeaders.Add("Cookie", "browser=a");
        using var response = await client.GetAsync("/captcha/challenge");
        var one = await response.Content.ReadFromJsonAsync<ProofOfWorkChallenge>();
        var two = await client.GetFromJsonAsync<ProofOfWorkChallenge>("/captcha/challenge");

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.NotEqual(one!.Parameters.Nonce, two!.Parameters.Nonce);
        Assert.NotEqual(one.Signature, two.Signature);
    }
}
