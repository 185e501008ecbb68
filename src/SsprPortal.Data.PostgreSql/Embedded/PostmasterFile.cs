using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>What <c>postmaster.pid</c> in a data directory says of the server that serves it, or served it last.</summary>
internal sealed record PostmasterFile(int ProcessId, int Port, bool IsReady)
{
    private const int ProcessIdLine = 0, PortLine = 3, StatusLine = 7;

    /// <summary>Reads the file; null when there is none or it is not complete yet.</summary>
    public static PostmasterFile? Read(string dataDirectory)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(
                PathIn(dataDirectory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
            return lines.Length > PortLine
                && int.TryParse(lines[ProcessIdLine], CultureInfo.InvariantCulture, out var processId)
                && int.TryParse(lines[PortLine], CultureInfo.InvariantCulture, out var port)
                ? new PostmasterFile(processId, port, lines.ElementAtOrDefault(StatusLine) == "ready")
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the process that wrote the file still runs. After a crash or a power cut its number may belong to someone else,
    /// so its name is compared too; and a process that has ended keeps its number until its parent takes note, which in a
    /// container may be never.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && !IsZombie();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or IOException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Puts a number that no process has in place of one that PostgreSQL would take for a running server. The file stays,
    /// because PostgreSQL also learns from it whether children of the old server still run, which would destroy the data.
    /// </summary>
    public static void MarkDead(string dataDirectory)
    {
        var lines = File.ReadAllLines(PathIn(dataDirectory));
        lines[ProcessIdLine] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        File.WriteAllLines(PathIn(dataDirectory), lines);
    }

    private bool IsZombie()
    {
        var state = $"/proc/{ProcessId}/stat";
        return OperatingSystem.IsLinux() && File.Exists(state) && File.ReadAllText(state).Contains(") Z ", StringComparison.Ordinal);
    }

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");
}
