using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.SignIn;

/// <summary>What became of a sign-in.</summary>
/// <param name="Check">What the directory said.</param>
/// <param name="Person">Who it is, when the password was right.</param>
/// <param name="Stamp">The stamp of the password that was checked, for <see cref="IPortalSessionStore.OpenAsync"/>.</param>
/// <param name="NeedsProof">Whether more than the password is asked for before the sign-in is complete.</param>
/// <param name="NeedsNewPassword">Whether the password is too old: nothing is open before it is changed.</param>
public sealed record SignInResult(PasswordCheck Check, DirectoryUser? Person = null, string Stamp = "", bool NeedsProof = false, bool NeedsNewPassword = false);

/// <summary>User name and password, for the portal's own pages.</summary>
public sealed class SignInService(IDirectory directory, ProofService proofs, IPolicyStore policies, IAuditLog audit, TimeProvider clock)
{
    /// <summary>Checks a user name and a password.</summary>
    public async Task<SignInResult> CheckAsync(string? userName, string? password, Caller caller, CancellationToken cancellationToken)
    {
        // An empty password never reaches a directory: a bind with one is an anonymous bind (I13).
        if (UserNames.Normalize(userName) is not { } name || string.IsNullOrEmpty(password) || password.Length > UserNames.MaxLength)
            return new(PasswordCheck.Wrong);
        var (check, person, stamp) = await directory.CheckPasswordAsync(name, password, cancellationToken);
        // An expired password opens the page that changes it, where the portal may change it. A directory tells itself what has expired.
        var mustChange = check is PasswordCheck.MustChange or PasswordCheck.Expired;
        var opens = check == PasswordCheck.Right || mustChange && person is { IsManagedHere: true };
        await audit.WriteAsync(new(opens ? AuditCode.SignedIn : AuditCode.SignInRefused, person?.Id, null, caller.Address, Reason: check == PasswordCheck.Right ? null : check.ToString()), cancellationToken);
        if (!opens)
            return new(check);
        var policy = await policies.GetAsync(cancellationToken);
        return new(PasswordCheck.Right, person, stamp, await proofs.IsAskedForAsync(person!, cancellationToken), mustChange || (!person!.IsFromDirectory && policy.PasswordExpiresAt(person) <= clock.GetUtcNow()));
    }
}
