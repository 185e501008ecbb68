using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SsprPortal.Data.PostgreSql.Embedded;

namespace SsprPortal.TestKit.Databases;

/// <summary>
/// One throw-away PostgreSQL server for all tests of a process. A test class takes a database of its own, copied from a
/// template in a fraction of the time that its migrations need. Nothing is left behind when the process ends.
/// </summary>
public static class TestPostgreSql
{
    private static readonly Lazy<Task<EmbeddedPostgreSql>> Server = new(StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Templates = new();

    // A database cannot be copied while somebody else copies it into being or is connected to it.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    // Held for as long as the process lives: see CleanUpAfterThisProcess.
    private static Process? caretaker;

    /// <summary>
    /// Makes a database and returns its connection string. The first caller with a <paramref name="templateName"/> has
    /// <paramref name="buildTemplate"/> fill the template; it must have closed its connections when its task ends.
    /// </summary>
    public static async Task<string> CreateDatabaseAsync(Func<string, Task> buildTemplate, string templateName)
    {
        var server = await Server.Value;
        await Templates.GetOrAdd(templateName, name => new Lazy<Task>(() => BuildAsync(server, name, buildTemplate))).Value;

        var database = $"test_{Guid.NewGuid():N}";
        await OneAtATime.WaitAsync();
        try
        {
            await server.CreateDatabaseAsync(database, templateName);
        }
        finally
        {
            OneAtATime.Release();
        }

        // Many classes, each with a pool of its own: idle connections must not add up to the server's limit.
        return new NpgsqlConnectionStringBuilder(server.ConnectionString(database))
        {
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 1,
        }.ConnectionString;
    }

    private static async Task BuildAsync(EmbeddedPostgreSql server, string name, Func<string, Task> buildTemplate)
    {
        await server.CreateDatabaseAsync(name);
        await buildTemplate(
            new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Pooling = false }.ConnectionString);
    }

    private static async Task<EmbeddedPostgreSql> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"sspr-portal-tests-{Guid.NewGuid():N}");
        CleanUpAfterThisProcess(folder);
        return await EmbeddedPostgreSql.StartAsync(new EmbeddedPostgreSqlOptions
        {
            DataFolder = folder,
            NodeModulesFolder = Checkout.NodeModules,
            Fast = true,
        });
    }

    /// <summary>
    /// The runner gives a test process a tenth of a second to end and then kills it, which no handler in it outlives. So a
    /// shell waits for the other end of its standard input to close, which it does in every kind of end, and cleans up then.
    /// </summary>
    private static void CleanUpAfterThisProcess(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Server.Value.Result.DisposeAsync().AsTask().Wait();
            return;
        }

        const string script = """
            trap '' INT TERM HUP
            cat
            running="$0/postgresql/data/postmaster.pid"
            read -r server < "$running" && kill -QUIT "$server"
            for _ in $(seq 100); do [ -e "$running" ] || break; sleep 0.1; done
            rm -rf "$0"
            """;
        var start = new ProcessStartInfo("sh", ["-c", $"({script}) > /dev/null 2>&1", folder]) { RedirectStandardInput = true };
        caretaker = Process.Start(start);
    }
}
