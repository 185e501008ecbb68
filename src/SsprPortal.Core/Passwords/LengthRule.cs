using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>Length in characters (Unicode code points), not in UTF-16 units; at least <see cref="SsprPolicy.PasswordMinLength"/>.</summary>
public sealed class LengthRule : IPasswordRule
{
    /// <summary>Most characters (NIST SP 800-63B, section 3.1.1.2, asks for at least 64).</summary>
    public const int Max = 128;

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var length = candidate.EnumerateRunes().Count();
        return Task.FromResult<PasswordRefusal?>(length < policy.PasswordMinLength ? PasswordRefusal.TooShort : length > Max ? PasswordRefusal.TooLong : null);
    }
}
