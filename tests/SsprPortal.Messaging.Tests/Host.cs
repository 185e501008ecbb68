using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Tests;

/// <summary>The adapter as the portal runs it: settings in, senders out, every log line kept.</summary>
internal sealed class Host : IDisposable
{
    private readonly IHost _host;

    public Host(string environment, params (string Key, object? Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.ToString())));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddMessaging(builder.Configuration, builder.Environment);
        _host = builder.Build();
    }

    public KeptLog Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IMessageSender Sender(MessageChannel channel) => Services.GetServices<IMessageSender>().Single(sender => sender.Channel == channel);

    /// <summary>Starts as the portal does, so that its options are validated.</summary>
    public Task StartAsync() => _host.StartAsync();

    public void Dispose() => _host.Dispose();
}

/// <summary>Every line at every level, with its exception.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
