using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using SsprPortal.Core;
using SsprPortal.Core.Messages;
using SsprPortal.Data;
using SsprPortal.Data.Messages;
using SsprPortal.Data.PostgreSql;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.TestKit.Portal;

/// <summary>
/// The real portal, with nothing switched off: its own Program, a database of its own with the demonstration organisation in it, a
/// CAPTCHA provider on loopback. Messages go to the development inbox unless a test configures senders.
/// </summary>
public sealed class PortalHost : WebApplicationFactory<Program>
{
    public const string Host = "portal.test";
    public const string Password = "correct horse contoso";

    private readonly string connectionString;
    private readonly CaptchaServer captcha;
    private readonly bool ownsCaptcha;
    private readonly Dictionary<string, string?> settings;
    private Func<Type, bool> rests = _ => false;
    private int port;

    private PortalHost(string connectionString, CaptchaServer captcha, bool ownsCaptcha, ShiftedClock clock, Dictionary<string, string?> settings) =>
        (this.connectionString, this.captcha, this.ownsCaptcha, Clock, this.settings) = (connectionString, captcha, ownsCaptcha, clock, settings);

    public ShiftedClock Clock { get; }

    /// <summary>Its database, for another process.</summary>
    public string ConnectionString => connectionString;

    /// <summary>Everything the portal logged, at every level.</summary>
    public RecordingLog Log { get; } = new();

    /// <summary>A portal on a database of its own.</summary>
    /// <param name="settings">What is set differently.</param>
    /// <param name="rests">
    /// Which work in the background never begins. Stopping it afterwards would be a race: cancelled before its first turn, it looks to the
    /// host like work that failed, and the host stops.
    /// </param>
    public static async Task<PortalHost> StartAsync(Dictionary<string, string?>? settings = null, Func<Type, bool>? rests = null)
    {
        var clock = new ShiftedClock();
        var host = new PortalHost(await NewDatabaseAsync(), await CaptchaServer.StartAsync(clock, Host), true, clock, settings ?? []) { rests = rests ?? (_ => false) };
        _ = host.Server;
        return host;
    }

    /// <summary>Another instance of this portal, on the same database.</summary>
    public PortalHost StartSecond()
    {
        var host = new PortalHost(connectionString, captcha, false, Clock, settings);
        _ = host.Server;
        return host;
    }

    /// <summary>A portal on a socket, for a real browser, with its own CAPTCHA.</summary>
    public static async Task<(PortalHost Portal, Uri Address)> StartOnSocketAsync(Dictionary<string, string?> settings)
    {
        var clock = new ShiftedClock();
        var port = FreePort();
        var address = new Uri($"http://localhost:{port}");
        var host = new PortalHost(await NewDatabaseAsync(), await CaptchaServer.StartAsync(clock, address.Host), true, clock, new(settings)
        {
            ["PublicBaseUrl"] = address.ToString(),
            ["Captcha:Provider"] = "BuiltIn",
        })
        { port = port };
        host.UseKestrel(port);
        host.StartServer();
        return (host, address);
    }

    /// <summary>A browser with an address of its own.</summary>
    public PortalBrowser NewBrowser(string language = "en", string? address = null)
    {
        var cookies = new CookieHandler();
        return new(CreateDefaultClient(new Uri($"https://{Host}"), cookies), cookies.Jar, captcha, language, address ?? $"198.51.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
    }

    /// <summary>What a solved CAPTCHA puts into a form.</summary>
    public string NewCaptchaToken() => captcha.NewToken();

    /// <summary>The messages of the development inbox by now, newest first. More may be on their way: see <see cref="AllMessagesAsync"/>.</summary>
    public IReadOnlyList<OutgoingMessage> Messages => [.. Services.GetRequiredService<IDevelopmentInbox>().Messages.Select(each => each.Message)];

    /// <summary>The messages of the development inbox, newest first, as soon as nothing is on its way: what is not among them was not sent.</summary>
    public async Task<IReadOnlyList<OutgoingMessage>> AllMessagesAsync()
    {
        await Eventually.IsAsync(
            () => WithDatabaseAsync(async database => !await database.Outbox.AnyAsync(row => row.State == OutboxState.Waiting || row.State == OutboxState.Sending)), "every message to be sent");
        return Messages;
    }

    /// <summary>The newest message to somebody, as soon as it is there.</summary>
    public Task<OutgoingMessage> MessageToAsync(string to, int number = 1) => Eventually.GetAsync(
        () => Messages.Reverse().Where(message => message.To == to).ElementAtOrDefault(number - 1), $"message {number} to {to}");

    /// <summary>Waits until a message was taken by its provider: before that, no key pressed in a call is believed.</summary>
    public Task SentAsync(Guid messageId) => Eventually.IsAsync(
        () => WithDatabaseAsync(database => database.Outbox.AnyAsync(row => row.Id == messageId && row.State == OutboxState.Sent)), $"message {messageId} to be sent");

    /// <summary>Runs with the database's context.</summary>
    public async Task<T> WithDatabaseAsync<T>(Func<PortalDbContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseEnvironment("Development");
        var all = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "PostgreSql",
            ["ConnectionStrings:Portal"] = connectionString,
            ["PublicBaseUrl"] = $"https://{Host}",
            ["AllowedHosts"] = "127.0.0.1",
            ["RateLimits:RequestsPerAddress"] = "1000000",
            ["Captcha:Provider"] = "Turnstile",
            ["Captcha:SiteKey"] = "site",
            ["Captcha:SecretKey"] = "secret",
            ["Captcha:VerifyUrl"] = captcha.VerifyUrl.ToString(),
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        foreach (var (key, value) in all)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            foreach (var work in services.Where(each => each.ServiceType == typeof(IHostedService) && Implementation(each) is var type && type.IsAssignableTo(typeof(BackgroundService)) && rests(type)).ToList())
                services.Remove(work);

            if (port == 0)
                services.AddTransient<IStartupFilter, AddressOfTheTest>();
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (ownsCaptcha)
            await captcha.DisposeAsync();
    }

    private static Task<string> NewDatabaseAsync() => TestPostgreSql.CreateDatabaseAsync(
        async connection =>
        {
            var environment = new HostingEnvironment { EnvironmentName = "Development" };
            var services = new ServiceCollection().AddLogging().AddSingleton(new PortalAddress(new($"https://{Host}"))).AddCore().AddPostgreSql()
                .AddData(new ConfigurationBuilder().Build(), environment, (_, options) => options.UsePostgreSql(connection));
            await using var provider = services.BuildServiceProvider();
            await provider.PrepareDatabaseAsync(demonstration: true, CancellationToken.None);
        },
        "contoso");

    private static Type Implementation(ServiceDescriptor service) =>
        service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments[1] ?? service.ImplementationInstance!.GetType();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The in-process server has no sockets: a request comes from where its test says.
    private sealed class AddressOfTheTest : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[PortalBrowser.AddressHeader].FirstOrDefault() ?? "203.0.113.1");
                return following(context);
            });
            next(app);
        };
    }
}
