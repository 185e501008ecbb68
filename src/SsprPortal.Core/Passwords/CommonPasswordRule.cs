using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>The common passwords that the portal brings, compared as a whole (NIST SP 800-63B, section 3.1.1.2; OWASP ASVS 6.2.4).</summary>
public sealed class CommonPasswordRule : IPasswordRule
{
    /// <inheritdoc/>
    public bool IsCostly => true;

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult<PasswordRefusal?>(CommonPasswords.Contain(candidate) ? PasswordRefusal.Breached : null);
}
