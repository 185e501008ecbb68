using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Administration;

/// <summary>Where the one-time secret and the first administrator are kept.</summary>
public interface ISetupStore
{
    /// <summary>Whether there is a secret that works: the portal's, while there is no administrator, or one that was made on the machine.</summary>
    Task<bool> IsOpenAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a secret in place of the one before, unless there is an administrator.</summary>
    /// <returns>Whether it was kept.</returns>
    Task<bool> TryOfferAsync(OpaqueHandle secret, CancellationToken cancellationToken);

    /// <summary>Keeps a secret in place of the one before, which works beside administrators until <paramref name="until"/> (UTC).</summary>
    /// <returns>Whether it was kept.</returns>
    Task<bool> TryReopenAsync(OpaqueHandle secret, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Uses the secret up: true for exactly one of any number of callers, and for none while it does not work.</summary>
    Task<bool> TryUseAsync(OpaqueHandle secret, CancellationToken cancellationToken);

    /// <summary>Creates the account with the role of an administrator. False when the user name is taken: nothing was written.</summary>
    Task<bool> TryCreateAsync(DirectoryUser person, NewPassword password, CancellationToken cancellationToken);
}

/// <summary>What became of making the first administrator.</summary>
public enum SetupOutcome
{
    /// <summary>The account is there.</summary>
    Done,

    /// <summary>The secret is wrong, was used, or was replaced by a newer one.</summary>
    SecretWrong,

    /// <summary>Too many wrong secrets from this network: wait an hour.</summary>
    TooMany,

    /// <summary>The user name is none, or is taken.</summary>
    UserNameRefused,

    /// <summary>The name is missing or too long.</summary>
    DisplayNameRefused,

    /// <summary>That is no address.</summary>
    MailRefused,

    /// <summary>A rule refuses the password.</summary>
    PasswordRefused,
}

/// <summary>What was typed to make the first administrator.</summary>
/// <param name="Secret">What the portal wrote to its output at the start.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="Mail">The mailbox of the organisation.</param>
/// <param name="Password">The password.</param>
/// <param name="Repeated">The password once more.</param>
public sealed record SetupInput(string? Secret, string? UserName, string? DisplayName, string? Mail, string? Password, string? Repeated)
{
    /// <summary>Says nothing: it has a secret and a password.</summary>
    public override string ToString() => nameof(SetupInput);
}

/// <summary>
/// The first administrator of a new portal, by a secret that only whoever starts the portal can read (OWASP ASVS 13.2.3: no default
/// accounts). Open until there is an administrator, then never again, unless somebody on the machine itself opens it for an hour: when
/// none of the administrators gets in any more.
/// </summary>
public sealed class SetupService(
    ISetupStore store, IThrottleStore throttles, IPolicyStore policies, VerificationMethods methods, PasswordRules rules, IAuditLog audit, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int MaxName = 256;

    /// <summary>How long a secret works that was made on the machine.</summary>
    public static readonly TimeSpan ReopenedFor = TimeSpan.FromHours(1);

    // Needs nobody who sends messages, and no other device than a phone.
    private const string App = "app";

    /// <summary>Wrong secrets from one network: 10 in an hour.</summary>
    private static readonly Throttle Tries = new("setup", 10, TimeSpan.FromHours(1));

    /// <summary>Whether the first administrator is still to be made.</summary>
    public Task<bool> IsOpenAsync(CancellationToken cancellationToken) => store.IsOpenAsync(cancellationToken);

    /// <summary>A new secret in place of the one before; null when there is an administrator.</summary>
    public async Task<string?> OfferAsync(CancellationToken cancellationToken)
    {
        var secret = OpaqueHandle.Create();
        return await store.TryOfferAsync(secret, cancellationToken) ? secret.Text : null;
    }

    /// <summary>
    /// A secret that makes an administrator beside those there are, for <see cref="ReopenedFor"/>. Where policy leaves nothing to prove more
    /// than the password by, it allows the authenticator app again: nobody would get in by the new account either.
    /// </summary>
    /// <returns>The secret, null when somebody else wrote at the same moment; and whether policy was changed.</returns>
    public async Task<(string? Secret, bool AllowsApp)> ReopenAsync(CancellationToken cancellationToken)
    {
        var (secret, stored) = (OpaqueHandle.Create(), await policies.ReadAsync(cancellationToken));
        var isClosed = !methods.All.Any(method => method is IRegistrableMethod && method.IsSecondFactor && stored.Policy.Allows(method.Id));
        var reopened = await transaction.TryAsync(
            async () =>
            {
                if (isClosed)
                {
                    if (!await policies.TryWriteAsync(stored.Policy with { Methods = [.. stored.Policy.Methods, App] }, stored.Version, Blocks.Console, cancellationToken))
                        return false;
                    await audit.WriteAsync(new(AuditCode.PolicyChanged, null, null, null, Reason: $" → {App}", Stage: nameof(SsprPolicy.Methods)), cancellationToken);
                }

                if (!await store.TryReopenAsync(secret, clock.GetUtcNow() + ReopenedFor, cancellationToken))
                    return false;
                await audit.WriteAsync(new(AuditCode.SetupReopened, null, null, null, Reason: Blocks.Console), cancellationToken);
                return true;
            },
            cancellationToken);
        return (reopened ? secret.Text : null, reopened && isClosed);
    }

    /// <summary>Makes an administrator.</summary>
    public async Task<(SetupOutcome Outcome, IReadOnlyList<PasswordRefusal> Refusals)> CompleteAsync(SetupInput input, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(caller);
        var network = Throttle.Network(caller.Address ?? "");
        if (await throttles.TryTakeAsync(Tries, network, cancellationToken) is null)
            return (SetupOutcome.TooMany, []);
        if (OpaqueHandle.Read(input.Secret?.Trim()) is not { } secret)
            return (SetupOutcome.SecretWrong, []);
        var userName = input.UserName?.Trim() ?? "";
        if (UserNames.Normalize(userName) is null || EmailAddress.Read(userName) is null)
            return (SetupOutcome.UserNameRefused, []);
        if (string.IsNullOrWhiteSpace(input.DisplayName) || input.DisplayName.Length > MaxName || UserNames.Normalize(input.DisplayName) is null)
            return (SetupOutcome.DisplayNameRefused, []);
        if (EmailAddress.Read(input.Mail) is not { } mail)
            return (SetupOutcome.MailRefused, []);
        var person = new DirectoryUser(Guid.NewGuid(), userName, input.DisplayName.Trim(), mail.Value, caller.Language, Enabled: true, new HashSet<Guid>(), IsAdministrator: true);
        var decision = await rules.CheckAsync(input.Password, input.Repeated, person, await policies.GetAsync(cancellationToken), cancellationToken);
        if (decision.Password is null)
            return (SetupOutcome.PasswordRefused, decision.Refusals);

        var outcome = SetupOutcome.Done;
        await transaction.TryAsync(
            async () =>
            {
                outcome = !await store.TryUseAsync(secret, cancellationToken) ? SetupOutcome.SecretWrong
                    : !await store.TryCreateAsync(person, decision.Password, cancellationToken) ? SetupOutcome.UserNameRefused
                    : SetupOutcome.Done;
                if (outcome != SetupOutcome.Done)
                    return false;
                await throttles.ClearAsync(Tries, network, cancellationToken);
                await audit.WriteAsync(new(AuditCode.SetupCompleted, person.Id, null, caller.Address), cancellationToken);
                return true;
            },
            cancellationToken);
        return (outcome, []);
    }
}
