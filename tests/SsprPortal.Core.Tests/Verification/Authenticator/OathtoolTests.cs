using System.Diagnostics;
using System.Security.Cryptography;
using SsprPortal.Core.Verification.Authenticator;

namespace SsprPortal.Core.Tests.Verification.Authenticator;

/// <summary>Another program that knows the RFC, asked for the same codes.</summary>
public sealed class OathtoolTests
{
    private const int Pairs = 1000;
    private const int Missing = 127;

    // One shell for all of them. It reads to the end even when there is no oathtool, so that writing to it cannot fail.
    private const string Script = """
        command -v oathtool > /dev/null || { cat > /dev/null; exit 127; }
        while read -r digits time secret; do oathtool --totp --digits="$digits" --now="@$time" --base32 "$secret" < /dev/null; done
        """;

    [Fact]
    public async Task Oathtool_computes_the_same_codes_for_a_thousand_random_secrets_and_times()
    {
        var asked = Enumerable.Range(0, Pairs).Select(_ => new Question(
            RandomNumberGenerator.GetInt32(2) == 0 ? 6 : 8,
            RandomNumberGenerator.GetInt32(int.MaxValue) * 9L + RandomNumberGenerator.GetInt32(9),
            Base32.Encode(RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(16, 81))))).ToList();

        var answers = await AskAsync(asked);

        Assert.All(asked.Zip(answers), pair =>
        {
            var (digits, time, secret) = pair.First;
            var code = Totp.Code(Base32.Read(secret)!, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(time)), digits);
            Assert.True(code == pair.Second, $"Secret {secret} at {time} has the code {code} here, and {pair.Second} of oathtool.");
        });
    }

    private static async Task<string[]> AskAsync(List<Question> questions)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        foreach (var (digits, time, secret) in questions)
            await shell.StandardInput.WriteAsync($"{digits} {time} {secret}\n");
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();

        Assert.True(shell.ExitCode != Missing, "oathtool is missing: install it (apt-get install oathtool); ./eng/test.sh does so by itself.");
        var answers = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(answers.Length == questions.Count, $"oathtool answered {answers.Length} of {questions.Count} times. {await errors}");
        return answers;
    }

    private sealed record Question(int Digits, long Time, string Secret);
}
