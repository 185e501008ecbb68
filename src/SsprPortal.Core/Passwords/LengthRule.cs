using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>Length in characters (Unicode code points), not in UTF-16 units; at least <see cref="MinFor"/>.</summary>
public sealed class LengthRule : IPasswordRule
{
    /// <summary>Most characters (NIST SP 800-63B, section 3.1.1.2, asks for at least 64).</summary>
    public const int Max = 128;

    /// <summary>Fewest characters where the directory has rules of its own (NIST SP 800-63B, section 3.1.1.2).</summary>
    public const int MinInDirectory = 8;

    /// <summary>Fewest characters for this person: the policy's, or for an account of the organisation's directory the directory's.</summary>
    public static int MinFor(DirectoryUser person, SsprPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(policy);
        return person.IsFromDirectory ? Math.Max(MinInDirectory, person.PasswordRules?.MinLength ?? 0) : policy.PasswordMinLength;
    }

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var length = candidate.EnumerateRunes().Count();
        return Task.FromResult<PasswordRefusal?>(length < MinFor(person, policy) ? PasswordRefusal.TooShort : length > Max ? PasswordRefusal.TooLong : null);
    }
}
