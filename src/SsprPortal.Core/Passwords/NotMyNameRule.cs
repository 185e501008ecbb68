using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>The person's own name and user name are the first things anybody tries (NIST SP 800-63B: context-specific words).</summary>
public sealed class NotMyNameRule : IPasswordRule
{
    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var text = PlainForm.Of(candidate);
        return Task.FromResult<PasswordRefusal?>(PlainForm.NamesOf(person).Any(name => text.Contains(name, StringComparison.Ordinal)) ? PasswordRefusal.ContainsName : null);
    }
}
