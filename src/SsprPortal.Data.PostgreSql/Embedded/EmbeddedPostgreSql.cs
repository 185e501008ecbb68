using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>
/// A private PostgreSQL server in a child process: the database of a portal that nobody has configured, and of the tests. It
/// listens on loopback only, under a password made with the data. A server that already serves the data is used rather than
/// a second one started.
/// </summary>
/// <remarks>
/// In the data folder: <c>postgresql/</c> with <c>data</c>, <c>password</c> and <c>server.log</c>, and <c>postgresql.lock</c>,
/// which its owner holds: the instance that started the server, or found it orphaned by a crash, and that stops it.
/// </remarks>
public sealed class EmbeddedPostgreSql : IAsyncDisposable
{
    private const string User = "portal";
    private const int StartAttempts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _dataDirectory;
    private readonly string _password;
    private readonly int _port;
    private Ownership? _ownership;

    private EmbeddedPostgreSql(string home, int port, Ownership? ownership)
    {
        _dataDirectory = DataIn(home);
        _password = File.ReadAllText(PasswordIn(home));
        _port = port;
        _ownership = ownership;
    }

    /// <summary>Starts the server on its data, making the data first when there is none, or joins the one that runs.</summary>
    /// <exception cref="EmbeddedPostgreSqlException">It cannot run here; the message says what to do.</exception>
    public static async Task<EmbeddedPostgreSql> StartAsync(
        EmbeddedPostgreSqlOptions options, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetFullPath(options.DataFolder);
        var home = Path.Combine(folder, "postgresql");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            Directory.CreateDirectory(folder);
            while (true)
            {
                if (TryLock(home + ".lock") is { } ownersLock)
                    return await OwnAsync(options, home, ownersLock, patience.Token);

                if (PostmasterFile.Read(DataIn(home)) is { IsReady: true, IsAlive: true } running)
                    return await new EmbeddedPostgreSql(home, running.Port, ownership: null).ConnectedAsync(patience.Token);

                // Its owner is just starting it, or stopping it.
                await Task.Delay(Pause, patience.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EmbeddedPostgreSqlException(
                $"The private PostgreSQL of {folder} was not ready within {Patience.TotalSeconds:0} seconds: look into {LogIn(home)}, and stop a process that still uses that folder.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgreSqlException(
                $"The data folder {folder} cannot be used by {ServerAccount.Own}: give that account the right to write there, or set Database:DataFolder to another folder. ({e.Message})", e);
        }
    }

    /// <summary>The connection string of one of the server's databases.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = _port,
        Username = User,
        Password = _password,
        Database = database,
    }.ConnectionString;

    /// <summary>Makes a database, as a copy of <paramref name="template"/> when one is given, unless it is there already.</summary>
    public async Task CreateDatabaseAsync(string name, string? template = null, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(UnpooledConnectionString);
        await connection.OpenAsync(cancellationToken);
        using var quote = new NpgsqlCommandBuilder();
        var source = template is null ? "" : $" TEMPLATE {quote.QuoteIdentifier(template)}";
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a statement about a database takes no parameters; both names are quoted
        command.CommandText = $"CREATE DATABASE {quote.QuoteIdentifier(name)}{source}";
#pragma warning restore CA2100
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
        }
    }

    /// <summary>Stops the server and waits for its end, if this instance owns it; everybody who is connected is sent away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ownership, null) is not { } owned)
            return;

        using (owned.Lock)
        {
            await StopAsync(owned, "fast");
            if (PostmasterFile.Read(_dataDirectory)?.IsAlive == true)
                await StopAsync(owned, "immediate");
        }
    }

    /// <summary>What an owner needs to stop its server.</summary>
    private sealed record Ownership(FileStream Lock, ServerAccount Account, PostgreSqlBinaries Binaries);

    private string UnpooledConnectionString =>
        new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString;

    private static async Task<EmbeddedPostgreSql> OwnAsync(
        EmbeddedPostgreSqlOptions options, string home, FileStream ownersLock, CancellationToken cancellationToken)
    {
        try
        {
            var account = await ServerAccount.ForAsync(home, cancellationToken);
            home = await MakeHomeAsync(home, account, cancellationToken);
            var binaries = await PostgreSqlBinaries.FindAsync(options, DataIn(home), account, cancellationToken);
            if (!Directory.Exists(DataIn(home)))
                await InitialiseAsync(options, home, account, binaries, cancellationToken);

            var port = await FindOrphanAsync(DataIn(home), cancellationToken)
                ?? await StartServerAsync(options, home, account, binaries, cancellationToken);
            return await new EmbeddedPostgreSql(home, port, new Ownership(ownersLock, account, binaries)).ConnectedAsync(cancellationToken);
        }
        catch
        {
            await ownersLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The folder of the server's files, which its account alone may enter. Where that account cannot reach the data folder
    /// (root's portal in a folder closed to others), a link there leads to a folder that it can, so that deleting the data
    /// folder still starts afresh.
    /// </summary>
    private static async Task<string> MakeHomeAsync(string home, ServerAccount account, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(home))
        {
            if (new FileInfo(home).LinkTarget is not null)
                File.Delete(home); // what it led to is gone

            var parent = Path.GetDirectoryName(home)!;
            if (!await account.CanReachAsync(parent, cancellationToken))
            {
                const string reachable = "/var/lib/sspr-portal";
                await ServerAccount.Own.MustRunAsync("mkdir", ["-p", "-m", "755", reachable], cancellationToken);
                File.CreateSymbolicLink(home, Path.Combine(reachable, Guid.NewGuid().ToString("N")));
            }

            var target = RealPath(home);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(target);
            else
                Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await account.OwnAsync(target, cancellationToken);
        }

        home = RealPath(home);
        return await account.CanReachAsync(home, cancellationToken)
            ? home
            : throw new EmbeddedPostgreSqlException(
                $"PostgreSQL does not run as root, and {account} cannot reach {home}: open the folders above it, or set Database:DataFolder to another folder.");
    }

    private static string RealPath(string home) =>
        Path.Combine(Path.GetDirectoryName(home)!, new FileInfo(home).LinkTarget ?? home);

    private static async Task InitialiseAsync(
        EmbeddedPostgreSqlOptions options, string home, ServerAccount account, PostgreSqlBinaries binaries, CancellationToken cancellationToken)
    {
        var password = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            password.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(PasswordIn(home), password))
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(32));
        await account.OwnAsync(home, cancellationToken);

        // Made under another name first, so that data that was cut short is never taken for whole.
        var unfinished = DataIn(home) + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        string[] arguments = [
            "--pgdata", unfinished, "--username", User, "--pwfile", PasswordIn(home), "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C", "--no-instructions",
            // The same order of characters on every machine; before PostgreSQL 17 only C itself has that.
            .. binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : Array.Empty<string>(),
            .. options.Fast ? ["--no-sync"] : Array.Empty<string>()];
        await account.MustRunAsync(binaries["initdb"], arguments, cancellationToken);
        Directory.Move(unfinished, DataIn(home));
    }

    /// <summary>The port of a server whose owner died and left it running; null when none runs.</summary>
    private static async Task<int?> FindOrphanAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        while (PostmasterFile.Read(dataDirectory) is { } file)
        {
            if (!file.IsAlive)
            {
                PostmasterFile.MarkDead(dataDirectory);
                return null;
            }

            if (file.IsReady)
                return file.Port;
            await Task.Delay(Pause, cancellationToken);
        }

        return null;
    }

    private static async Task<int> StartServerAsync(
        EmbeddedPostgreSqlOptions options, string home, ServerAccount account, PostgreSqlBinaries binaries, CancellationToken cancellationToken)
    {
        var settings = "-c listen_addresses=127.0.0.1 -c unix_socket_directories=" + (options.Fast
            ? " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=500"
            : "");
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Delete(LogIn(home));
            var port = FreePort();
            // pg_ctl gives the server a session of its own, so that Ctrl-C in the portal's terminal does not end it before the
            // portal has. Not cancelled, because the server would be left to itself.
            var (exitCode, _) = await account.RunAsync(
                binaries["pg_ctl"],
                ["start", "--silent", "--wait", "--pgdata", DataIn(home), "--log", LogIn(home), "--options", $"-p {port} {settings}"],
                CancellationToken.None,
                leavesChild: true);
            if (exitCode == 0)
                return port;

            var log = File.Exists(LogIn(home)) ? await File.ReadAllLinesAsync(LogIn(home), cancellationToken) : [];
            // Someone took the port, or children of a server that was killed are still on their way out: both pass.
            var passes = log.Any(line => line.Contains("could not bind", StringComparison.Ordinal)
                || line.Contains("is still in use", StringComparison.Ordinal));
            if (!passes || attempt == StartAttempts)
            {
                var reason = log.LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? log.LastOrDefault();
                throw new EmbeddedPostgreSqlException($"The private PostgreSQL did not start: {reason ?? "it left no log"} (see {LogIn(home)}).");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task StopAsync(Ownership owned, string mode) => await owned.Account.RunAsync(
        owned.Binaries["pg_ctl"], ["stop", "--silent", "--wait", "--mode", mode, "--pgdata", _dataDirectory], CancellationToken.None);

    private async Task<EmbeddedPostgreSql> ConnectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(UnpooledConnectionString);
            await connection.OpenAsync(cancellationToken);
            return this;
        }
        catch (NpgsqlException e)
        {
            throw new EmbeddedPostgreSqlException(
                $"The server that runs on {_dataDirectory} does not let the portal in: stop it, and start the portal again. ({e.Message})", e);
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string DataIn(string home) => Path.Combine(home, "data");

    private static string PasswordIn(string home) => Path.Combine(home, "password");

    private static string LogIn(string home) => Path.Combine(home, "server.log");
}
