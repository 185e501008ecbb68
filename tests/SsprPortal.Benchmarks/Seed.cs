using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SsprPortal.Data.PostgreSql.Embedded;

namespace SsprPortal.Benchmarks;

/// <summary>Fills a migrated PostgreSQL database by seed.sql.</summary>
internal static class Seed
{
    /// <summary>The same in the private database of the default run, which eng/run.sh has made; it may be running.</summary>
    public static async Task<int> RunEmbeddedAsync(long users, long auditRows)
    {
        await using var server = await EmbeddedPostgreSql.StartAsync(new() { DataFolder = Path.GetFullPath(".data"), NodeModulesFolder = Path.GetFullPath("src/SsprPortal.Web/node_modules") });
        return await RunAsync(server.ConnectionString("portal"), users, auditRows);
    }

    /// <summary>Writes so many users and audit rows, unless they are there.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string connectionString, long users, long auditRows)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        // Says how far it is.
        connection.Notice += (_, notice) => Console.WriteLine(notice.Notice.MessageText);
        var began = Stopwatch.StartNew();
        foreach (var statement in (await ScriptAsync()).Split("-- next"))
        {
            await using var command = new NpgsqlCommand(
                statement.Replace(":users", users.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace(":rows", auditRows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), connection)
            { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{users} users and {auditRows} audit rows are there, after {began.Elapsed.TotalSeconds:F0} s."));
        return 0;
    }

    private static async Task<string> ScriptAsync()
    {
        using var reader = new StreamReader(typeof(Seed).Assembly.GetManifestResourceStream("seed.sql")!);
        return await reader.ReadToEndAsync();
    }
}
