using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>What has leaked somewhere is tried everywhere (NIST SP 800-63B, section 3.1.1.2; OWASP ASVS 6.2.12): the lists that the organisation has set up.</summary>
public sealed class BreachedPasswordRule(IEnumerable<IBreachedPasswords> lists) : IPasswordRule
{
    /// <inheritdoc/>
    public bool IsCostly => true;

    /// <inheritdoc/>
    public async Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        foreach (var list in lists)
        {
            if (await list.ContainsAsync(candidate, cancellationToken))
                return PasswordRefusal.Breached;
        }

        return null;
    }
}
