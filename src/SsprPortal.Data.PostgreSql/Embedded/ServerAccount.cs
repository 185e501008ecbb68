using System.Diagnostics;
using System.Globalization;

namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>
/// The operating system's account that the server runs under: the portal's own, or, as PostgreSQL refuses to run as root,
/// an unprivileged one when the portal runs as root.
/// </summary>
internal sealed class ServerAccount
{
    private const string Nobody = "65534:65534";

    private readonly string? _owner;

    private ServerAccount(string? owner) => _owner = owner;

    /// <summary>The portal's own account.</summary>
    public static ServerAccount Own { get; } = new(null);

    /// <summary>Whether the server runs under another account than the portal.</summary>
    public bool IsAnother => _owner is not null;

    /// <summary>The account for a server whose files are in <paramref name="folder"/>, which need not exist yet.</summary>
    /// <exception cref="EmbeddedPostgreSqlException">This is root, and there is no way to become someone else.</exception>
    public static async Task<ServerAccount> ForAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return Own;

        if (FindInPath("setpriv") is null)
        {
            throw new EmbeddedPostgreSqlException(
                "PostgreSQL does not run as root, and setpriv (package util-linux) is missing: start the portal as an ordinary user, or install it.");
        }

        if (!Directory.Exists(folder))
            return new ServerAccount(Nobody);

        // Whoever started it first keeps the data, so that an ordinary user's folder stays theirs after a start as root.
        var stat = await Own.RunAsync("stat", ["-L", "-c", "%u:%g", folder], cancellationToken);
        var owner = stat.Output.Trim();
        return new ServerAccount(owner.StartsWith("0:", StringComparison.Ordinal) ? Nobody : owner);
    }

    /// <summary>Whether this account can enter the folder or run the file at <paramref name="path"/>.</summary>
    public async Task<bool> CanReachAsync(string path, CancellationToken cancellationToken) =>
        !IsAnother || (await RunAsync("test", ["-x", path], cancellationToken)).ExitCode == 0;

    /// <summary>Makes this account the owner of a folder and all that is in it.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (IsAnother)
            await Own.MustRunAsync("chown", ["-R", _owner!, folder], cancellationToken);
    }

    /// <summary>
    /// Runs a program as this account until it ends. Its output is kept unless it leaves a child behind that holds the pipe
    /// open, as it does on Windows.
    /// </summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, bool leavesChild = false)
    {
        string[] command = _owner?.Split(':') is [var user, var group]
            ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        var keepsOutput = !leavesChild || !OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = keepsOutput,
            RedirectStandardError = keepsOutput,
            // The portal's own folder may be closed to the other account.
            WorkingDirectory = IsAnother ? "/" : "",
        };
        start.Environment["LC_ALL"] = "C";

        using var process = Process.Start(start)!;
        if (!keepsOutput)
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, "");
        }

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program as this account until it ends well.</summary>
    /// <exception cref="EmbeddedPostgreSqlException">It did not; the message has the last line of its output.</exception>
    public async Task MustRunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(program, arguments, cancellationToken);
        if (exitCode != 0)
        {
            var reason = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
            throw new EmbeddedPostgreSqlException($"{program} failed with exit code {exitCode}: {reason}");
        }
    }

    /// <summary>The full path of a program in <c>PATH</c>.</summary>
    public static string? FindInPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    public override string ToString() =>
        _owner is null ? Environment.UserName : string.Create(CultureInfo.InvariantCulture, $"user {_owner.Split(':')[0]}");
}
