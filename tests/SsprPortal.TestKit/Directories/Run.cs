using System.Diagnostics;

namespace SsprPortal.TestKit.Directories;

/// <summary>Programs that run to their end.</summary>
internal static class Run
{
    /// <summary>Where a server may be found that only root has in its path.</summary>
    public static string Find(string program, string package) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is missing, without which these tests say nothing: apt-get install {package}");

    public static async Task<string> ToEndAsync(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).TrimEnd() : throw new InvalidOperationException($"{program}: {await error}{await output}");
    }
}
