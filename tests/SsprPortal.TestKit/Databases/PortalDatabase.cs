using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SsprPortal.Core;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Data;
using SsprPortal.Data.Messages;
using SsprPortal.Data.PostgreSql;

namespace SsprPortal.TestKit.Databases;

/// <summary>
/// A database of its own with every migration, and the portal's real use cases and stores on it. Only the clock and the providers
/// of messages are the test's.
/// </summary>
public sealed class PortalDatabase : IAsyncLifetime
{
    private readonly List<ServiceProvider> instances = [];

    public FakeClock Clock { get; } = new();

    public RecordingSender Mail { get; } = new(MessageChannel.Email);

    public RecordingSender Texts { get; } = new(MessageChannel.Text);

    public RecordingSender Calls { get; } = new(MessageChannel.Call);

    public string ConnectionString { get; private set; } = "";

    /// <summary>The first instance of the portal.</summary>
    public IServiceProvider Services => instances[0];

    public async Task InitializeAsync()
    {
        ConnectionString = await TestPostgreSql.CreateDatabaseAsync(MigrateAsync, "portal_template");
        await StartInstanceAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }

    /// <summary>One more instance of the portal, with nothing in common with the others but the database, the time and the providers.</summary>
    public async Task<IServiceProvider> StartInstanceAsync()
    {
        var instance = BuildInstance();
        await instance.PrepareDatabaseAsync(demonstration: false, CancellationToken.None);
        return instance;
    }

    /// <summary>An instance that has not looked at its database yet.</summary>
    public IServiceProvider BuildInstance()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCore();
        services.AddData(new ConfigurationBuilder().Build(), new Development(), (_, options) => options.UsePostgreSql(ConnectionString));
        services.AddPostgreSql();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new PortalAddress(new("https://portal.test")));
        services.AddSingleton<IMessageSender>(Mail);
        services.AddSingleton<IMessageSender>(Texts);
        services.AddSingleton<IMessageSender>(Calls);
        var instance = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        instances.Add(instance);
        return instance;
    }

    /// <summary>Does something as one request would: in a scope of its own, on a connection of its own.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="WithAsync{TService, T}"/>
    public Task WithAsync<TService>(Func<TService, Task> work)
        where TService : notnull =>
        WithAsync<TService, bool>(async service =>
        {
            await work(service);
            return true;
        });

    /// <summary>Many requests, all connected first and then let go at the same moment; with several instances, spread over them.</summary>
    public async Task<IReadOnlyList<T>> AtOnceAsync<T>(int callers, Func<IServiceProvider, int, Task<T>> work)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ready = new CountdownEvent(callers);
        var running = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await using var scope = instances[caller % instances.Count].CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Database.OpenConnectionAsync();
            }
            finally
            {
                ready.Signal();
            }

            await go.Task;
            return await work(scope.ServiceProvider, caller);
        })).ToList();
        await Task.Run(ready.Wait);
        go.SetResult();
        return await Task.WhenAll(running);
    }

    /// <summary>Writes the policy that requests read from now on.</summary>
    public Task SetPolicyAsync(SsprPolicy policy) => WithAsync<PortalDbContext>(async context =>
    {
        await context.Policies.ExecuteDeleteAsync();
        context.Policies.Add(new()
        {
            Json = JsonSerializer.Serialize(policy, SsprPolicy.Json),
            ChangedAt = Clock.GetUtcNow(),
            ChangedBy = nameof(PortalDatabase),
        });
        await context.SaveChangesAsync();
    });

    /// <summary>Sends what is due, as the background service does in its turn.</summary>
    public async Task DispatchAsync()
    {
        var dispatcher = Services.GetRequiredService<OutboxDispatcher>();
        while (await dispatcher.DispatchAsync(CancellationToken.None) > 0)
        {
            // A message that is tried again is due later.
        }
    }

    /// <summary>A person who has an account as soon as <see cref="PersonBuilder.CreateAsync"/> is called.</summary>
    public PersonBuilder Person(string? userName = null) =>
        new(this, userName ?? string.Create(CultureInfo.InvariantCulture, $"p{Guid.NewGuid():N}@contoso.test"));

    /// <summary>Everything a thief of the database could read of a table: every row as text, bytes in hexadecimal.</summary>
    public async Task<string> DumpAsync(string table)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        using var rows = await connection.BeginTextExportAsync($"COPY \"{table}\" TO STDOUT");
        return await rows.ReadToEndAsync();
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var options = new DbContextOptionsBuilder<PortalDbContext>();
        options.UsePostgreSql(connectionString);
        await using var context = new PortalDbContext(options.Options);
        await context.Database.MigrateAsync();
    }

    private sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "SsprPortal.Tests";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
