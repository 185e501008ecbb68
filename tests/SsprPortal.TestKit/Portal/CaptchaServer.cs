using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SsprPortal.TestKit.Portal;

/// <summary>A siteverify provider on loopback: whoever asks for a token gets one, and it is good for one host and one action.</summary>
public sealed class CaptchaServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> tokens = new();
    private readonly WebApplication app;

    private CaptchaServer(WebApplication app) => this.app = app;

    public Uri VerifyUrl => new(new Uri(app.Urls.Single()), "/siteverify");

    public static async Task<CaptchaServer> StartAsync(TimeProvider clock, string host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new CaptchaServer(builder.Build());
        server.app.MapPost("/siteverify", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            var known = server.tokens.ContainsKey(form["response"].ToString());
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { success = known, hostname = host, action = "identify", challenge_ts = clock.GetUtcNow() }));
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>What a solved widget would put into the form.</summary>
    public string NewToken()
    {
        var token = Guid.NewGuid().ToString("N");
        tokens[token] = true;
        return token;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
