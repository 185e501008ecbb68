using System.Globalization;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Web.Passwords;

/// <summary>
/// A range service: it is told five of forty digits of a SHA-1 and answers with every rest it knows, so that it does not learn the
/// password (k-anonymity). Whatever goes wrong, the password counts as not found, and the lists that are here decide.
/// </summary>
internal sealed partial class PasswordRange(IHttpClientFactory clients, ILogger<PasswordRange> log) : IBreachedPasswords
{
    /// <summary>How long somebody who chooses a password waits for the service.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int PrefixLength = 5, SuffixLength = 35;

    // A range has a thousand lines of 40 bytes; padding adds less than as many again.
    private const int LongestAnswer = 1 << 20;

    /// <inheritdoc/>
    public async Task<bool> ContainsAsync(string password, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexString(PasswordFilterLayout.Entry(password));
        try
        {
            using var http = clients.CreateClient(nameof(PasswordRange));
            var answer = await http.GetStringAsync(new Uri(hash[..PrefixLength], UriKind.Relative), cancellationToken);
            return answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(line => Read(line) is var (suffix, count) && count > 0 && suffix.Equals(hash[PrefixLength..], StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is HttpRequestException or FormatException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Not the exception itself: its text may hold the address, and that five digits of the hash.
            LogUnusable(exception.GetType().Name);
            return false;
        }
    }

    internal static void Configure(HttpClient http, Uri url)
    {
        http.BaseAddress = new(url.AbsoluteUri.TrimEnd('/') + "/");
        http.Timeout = Patience;
        http.MaxResponseContentBufferSize = LongestAnswer;
        // Every answer is padded to about the same length, so that its length does not tell the range.
        http.DefaultRequestHeaders.Add("Add-Padding", "true");
        http.DefaultRequestHeaders.UserAgent.Add(new("SsprPortal", null));
    }

    // Lines of a count of zero are the padding.
    private static (string Suffix, long Count) Read(string line) =>
        line.Split(':') is [{ Length: SuffixLength } suffix, var count] && suffix.All(char.IsAsciiHexDigit) && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (suffix, number)
            : throw new FormatException();

    [LoggerMessage(LogLevel.Warning, "The range service of Passwords:RangeUrl gave no usable answer ({Problem}); the lists that are here decide.")]
    private partial void LogUnusable(string problem);
}
