using System.Text;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityQuestions;

namespace SsprPortal.Data.Accounts;

/// <summary>Answers to security questions: keyed first, so that a stolen table alone is worth no guess, then hashed like a password, within the same limit.</summary>
internal sealed class AnswerHashing(PasswordHashing hashing, IKeyedHash hash, TimeProvider clock) : ISlowHash
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<string> HashAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await hashing.TryHashAsync(Keyed(text), cancellationToken) is { } done)
                return done;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public async Task<bool> VerifyAsync(string hash, string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await hashing.VerifyAsync(hash.Length == 0 ? null : hash, Keyed(text), cancellationToken) is { } right)
                return right;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private string Keyed(string text) => Convert.ToBase64String(hash.Compute("security-answer", Encoding.UTF8.GetBytes(text)));
}
