using System.Globalization;
using SsprPortal.Web.Passwords;

namespace SsprPortal.Web.Commands;

/// <summary><c>passwords load</c>: makes the filter of leaked passwords that <c>Passwords:FilterPath</c> names.</summary>
internal static class LoadPasswords
{
    /// <summary>Makes it; 0 when it is there, 1 when it could not be made.</summary>
    public static async Task<int> RunAsync(string list, string filter, TextWriter output, TextWriter error)
    {
        try
        {
            await output.WriteLineAsync($"Counting {list} …");
            var result = PasswordFilterBuilder.Build(list, filter, (done, all) => output.WriteLine(Text($"{done:N0} of {all:N0}")), CancellationToken.None);
            await output.WriteLineAsync(Text($"{result.Loaded:N0} passwords in {filter} ({new FileInfo(filter).Length:N0} bytes), {result.Unreadable:N0} lines unreadable. Set Passwords:FilterPath to it and start the portal again."));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
