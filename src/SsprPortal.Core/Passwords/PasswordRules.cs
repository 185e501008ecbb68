using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>What the rules say of a password: the password, ready to be set, or why not.</summary>
/// <param name="Password">Set when no rule refuses.</param>
/// <param name="Refusals">The rules that refuse, in the order they are told.</param>
public sealed record PasswordDecision(NewPassword? Password, IReadOnlyList<PasswordRefusal> Refusals);

/// <summary>Every rule for new passwords; the only maker of <see cref="NewPassword"/>.</summary>
public sealed class PasswordRules(IEnumerable<IPasswordRule> rules)
{
    /// <summary>
    /// What to tell when the directory refuses a password that passed every rule: that it is too soon, where that is seen; otherwise that
    /// it is one of the last ones, or breaks a rule of its own.
    /// </summary>
    public static PasswordRefusal DirectoryRefusal(DirectoryUser person, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.PasswordSetAt + person.PasswordRules?.MinAge > now ? PasswordRefusal.TooSoon : PasswordRefusal.DirectoryRefused;
    }

    /// <summary>Checks what a person typed, twice. A costly rule is asked only when nothing has refused before it.</summary>
    public async Task<PasswordDecision> CheckAsync(string? typed, string? repeated, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(typed))
            return new(null, [PasswordRefusal.Missing]);
        // Cheap first: no rule runs on what is longer than any password may be.
        if (typed.Length > 2 * LengthRule.Max)
            return new(null, [PasswordRefusal.TooLong]);
        // A lone surrogate reads as the replacement character: it cannot be encoded, so it would be stored as something else.
        // U+FFFE is no character, and string.Normalize throws on it.
        if (typed.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value == 0xFFFE))
            return new(null, [PasswordRefusal.NotTypeable]);
        var refusals = new List<PasswordRefusal>();
        foreach (var rule in rules.Where(rule => !rule.IsCostly))
            await AskAsync(rule);
        if (typed != repeated)
            refusals.Add(PasswordRefusal.NotRepeated);
        foreach (var rule in rules.Where(rule => rule.IsCostly).TakeWhile(_ => refusals.Count == 0))
            await AskAsync(rule);
        return refusals.Count == 0 ? new(new NewPassword(typed), []) : new(null, refusals);

        async Task AskAsync(IPasswordRule rule)
        {
            if (await rule.CheckAsync(typed, person, policy, cancellationToken) is { } refusal)
                refusals.Add(refusal);
        }
    }
}
