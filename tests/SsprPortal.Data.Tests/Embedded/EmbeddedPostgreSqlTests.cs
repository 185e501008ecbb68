using System.Diagnostics;
using Npgsql;
using SsprPortal.Data.PostgreSql.Embedded;
using SsprPortal.TestKit;

namespace SsprPortal.Data.Tests.Embedded;

public sealed class EmbeddedPostgreSqlTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sspr-portal-tests-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_first_start_makes_a_server_that_speaks_UTF_8_and_listens_on_loopback_only()
    {
        await using var server = await StartAsync();
        await server.CreateDatabaseAsync("portal");

        var database = server.ConnectionString("portal");
        Assert.Equal("UTF8", await ScalarAsync(database, "SHOW server_encoding"));
        Assert.Equal("127.0.0.1", await ScalarAsync(database, "SHOW listen_addresses"));
        Assert.Equal("", await ScalarAsync(database, "SHOW unix_socket_directories"));
    }

    [Fact]
    public async Task A_second_start_finds_its_data()
    {
        await using (var first = await StartAsync())
        {
            await first.CreateDatabaseAsync("portal");
            await ScalarAsync(first.ConnectionString("portal"), "CREATE TABLE person (name text); INSERT INTO person VALUES ('Aiko')");
        }

        await using var second = await StartAsync();
        await second.CreateDatabaseAsync("portal");
        Assert.Equal("Aiko", await ScalarAsync(second.ConnectionString("portal"), "SELECT name FROM person"));
    }

    [Fact]
    public async Task A_running_server_is_joined_and_only_its_owner_stops_it()
    {
        var owner = await StartAsync();
        var guest = await StartAsync();
        Assert.Equal(owner.ConnectionString("postgres"), guest.ConnectionString("postgres"));

        await guest.DisposeAsync();
        Assert.Equal(1, await ScalarAsync(owner.ConnectionString("postgres"), "SELECT 1"));

        await owner.DisposeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(owner.ConnectionString("postgres"), "SELECT 1"));
        Assert.Null(PostmasterFile.Read(DataDirectory));
    }

    [Fact]
    public async Task Two_that_start_together_share_one_server()
    {
        var servers = await Task.WhenAll(StartAsync(), StartAsync());
        Assert.Equal(servers[0].ConnectionString("postgres"), servers[1].ConnectionString("postgres"));

        foreach (var server in servers)
            await server.DisposeAsync();
        Assert.Null(PostmasterFile.Read(DataDirectory));
    }

    [Fact]
    public async Task A_server_whose_owner_crashed_is_joined_and_then_stopped()
    {
        var first = await StartAsync();
        var port = PostmasterFile.Read(DataDirectory)!.Port;
        await first.DisposeAsync();
        var account = await ServerAccount.ForAsync(Home, CancellationToken.None);
        var binaries = await PostgreSqlBinaries.FindAsync(Options, DataDirectory, account, CancellationToken.None);
        await account.RunAsync(
            binaries["pg_ctl"],
            ["start", "-s", "-w", "-D", DataDirectory, "-l", Path.Combine(Home, "server.log"), "-o", $"-c unix_socket_directories= -p {port}"],
            CancellationToken.None,
            leavesChild: true);
        var orphan = PostmasterFile.Read(DataDirectory)!;

        await using (await StartAsync())
            Assert.Equal(orphan.ProcessId, PostmasterFile.Read(DataDirectory)!.ProcessId);

        Assert.False(orphan.IsAlive);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_with_its_data()
    {
        await using var first = await StartAsync();
        await first.CreateDatabaseAsync("portal");
        var killed = PostmasterFile.Read(DataDirectory)!;
        using (var process = Process.GetProcessById(killed.ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await first.DisposeAsync();
        await using var second = await StartAsync();

        Assert.NotEqual(killed.ProcessId, PostmasterFile.Read(DataDirectory)!.ProcessId);
        Assert.Equal(1, await ScalarAsync(second.ConnectionString("portal"), "SELECT 1"));
    }

    [Fact]
    public async Task A_process_number_that_now_belongs_to_another_program_does_not_stop_a_start()
    {
        await (await StartAsync()).DisposeAsync();
        var file = Path.Combine(DataDirectory, "postmaster.pid");
        await File.WriteAllLinesAsync(file, [$"{Environment.ProcessId}", DataDirectory, "0", "5432", "", "127.0.0.1", "", "ready"]);

        await using var server = await StartAsync();

        Assert.NotEqual(Environment.ProcessId, PostmasterFile.Read(DataDirectory)!.ProcessId);
    }

    [Fact]
    public async Task Making_a_database_twice_is_making_it_once()
    {
        await using var server = await StartAsync();
        await server.CreateDatabaseAsync("portal");
        await server.CreateDatabaseAsync("portal");

        Assert.Equal(1L, await ScalarAsync(server.ConnectionString("postgres"), "SELECT count(*) FROM pg_database WHERE datname = 'portal'"));
    }

    [Fact]
    public async Task The_password_is_for_the_account_that_runs_the_server_only()
    {
        await using var server = await StartAsync();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Home, "password")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Home));
        }

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres")) { Password = "guess", Pooling = false };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(wrong.ConnectionString, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Missing_programs_are_refused_with_the_ways_out()
    {
        Directory.CreateDirectory(_folder);
        var refused = await Assert.ThrowsAsync<EmbeddedPostgreSqlException>(
            () => EmbeddedPostgreSql.StartAsync(new() { DataFolder = _folder, BinariesFolder = Path.Combine(_folder, "none") }));
        Assert.Contains("correct the folder", refused.Message, StringComparison.Ordinal);

        var nowhere = PostgreSqlBinaries.NotFound(given: null, wanted: null, ofAnotherVersion: null);
        Assert.Contains("npm ci", nowhere, StringComparison.Ordinal);
        Assert.Contains("install PostgreSQL", nowhere, StringComparison.Ordinal);
        Assert.Contains("Database:Provider", nowhere, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_and_left_alone()
    {
        await (await StartAsync()).DisposeAsync();
        var version = Path.Combine(DataDirectory, "PG_VERSION");
        await File.WriteAllTextAsync(version, "9\n");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgreSqlException>(() => StartAsync());

        Assert.Contains("PostgreSQL 9", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal("9\n", await File.ReadAllTextAsync(version));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_refused()
    {
        // A file in its place refuses everybody, root among them.
        await File.WriteAllTextAsync(_folder, "");
        try
        {
            var refused = await Assert.ThrowsAsync<EmbeddedPostgreSqlException>(() => StartAsync());
            Assert.Contains("Database:DataFolder", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Fact]
    public async Task A_data_folder_that_only_root_can_enter_leads_to_one_that_the_server_can()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;

        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using (var first = await StartAsync())
            await first.CreateDatabaseAsync("portal");

        await using (var second = await StartAsync())
            Assert.Equal(1, await ScalarAsync(second.ConnectionString("portal"), "SELECT 1"));

        Directory.Delete(new FileInfo(Home).LinkTarget!, recursive: true);
    }

    private string Home => Path.Combine(_folder, "postgresql");

    private string DataDirectory => Path.Combine(Home, "data");

    private EmbeddedPostgreSqlOptions Options => new()
    {
        DataFolder = _folder,
        NodeModulesFolder = Checkout.NodeModules,
        Fast = true,
    };

    private Task<EmbeddedPostgreSql> StartAsync() => EmbeddedPostgreSql.StartAsync(Options);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
