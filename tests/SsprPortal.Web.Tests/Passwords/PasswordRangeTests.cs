using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Passwords;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Passwords;

namespace SsprPortal.Web.Tests.Passwords;

/// <summary>Against a real server on loopback.</summary>
public sealed class PasswordRangeTests : IAsyncLifetime, IDisposable
{
    private const string Leaked = "a passphrase that has leaked";
    private readonly RecordingLog log = new();
    private readonly List<(string Path, string? Padding)> asked = [];
    private WebApplication server = null!;
    private ServiceProvider services = null!;
    private Func<HttpContext, Task> answer = null!;

    private static string Hash => PasswordFilterTests.Hash(Leaked);

    private IBreachedPasswords Range => services.GetRequiredService<IBreachedPasswords>();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Run(context =>
        {
            asked.Add((context.Request.Path, context.Request.Headers["Add-Padding"]));
            return answer(context);
        });
        await server.StartAsync();
        services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning))
            .AddBreachedPasswords(PasswordFilterTests.Configuration(("Passwords:RangeUrl", server.Urls.Single() + "/range"))).BuildServiceProvider(validateScopes: true);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    public void Dispose() => log.Dispose();

    [Theory]
    [InlineData(3, true)]
    [InlineData(0, false)]
    public async Task Five_digits_are_told_and_padding_counts_as_nothing(int count, bool found)
    {
        answer = context => context.Response.WriteAsync($"{new string('0', 35)}:12\r\n{Hash[5..].ToLowerInvariant()}:{count}\r\n{new string('F', 35)}:0");

        Assert.Equal(found, await Range.ContainsAsync(Leaked, default));
        Assert.Equal(("/range/" + Hash[..5], "true"), Assert.Single(asked));
        Assert.False(await Range.ContainsAsync("another passphrase", default));
        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("page")]
    [InlineData("redirect")]
    [InlineData("endless")]
    [InlineData("abort")]
    public async Task An_odd_answer_finds_nothing_and_is_told_without_the_password(string what)
    {
        answer = async context =>
        {
            switch (what)
            {
                case "error":
                    context.Response.StatusCode = 503;
                    break;
                case "page":
                    await context.Response.WriteAsync("<html>" + Hash[5..] + ":1");
                    break;
                case "redirect":
                    context.Response.Redirect("/elsewhere");
                    break;
                case "endless":
                    await context.Response.WriteAsync(new string('\n', 2 << 20));
                    break;
                default:
                    context.Abort();
                    break;
            }
        };

        Assert.False(await Range.ContainsAsync(Leaked, default));
        Assert.Single(asked);
        var line = Assert.Single(log.Lines, each => each.Contains("Passwords:RangeUrl", StringComparison.Ordinal));
        Assert.DoesNotContain(Hash[..5], line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Leaked, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_away_finds_nothing()
    {
        answer = _ => Task.CompletedTask;
        await server.StopAsync();

        Assert.False(await Range.ContainsAsync(Leaked, default));
        Assert.Single(log.Lines, each => each.Contains("Passwords:RangeUrl", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_waits_for_it_longer_than_two_seconds()
    {
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(PasswordRange));

        Assert.Equal(TimeSpan.FromSeconds(2), http.Timeout);
    }
}
