using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>A method a person can use now, with the registered entry it would use.</summary>
/// <param name="Method">The method.</param>
/// <param name="Entry">The registered phone or address.</param>
public sealed record UsableMethod(IVerificationMethod Method, RegisteredMethod Entry)
{
    /// <summary>What a page posts to choose it; looked up among this person's own, never trusted.</summary>
    public string Key => $"{Method.Id}.{Entry.Id:N}";
}

/// <summary>Whether a person may reset by themselves, decided anew at the start and before the password is written.</summary>
public static class Eligibility
{
    /// <summary>What a person registered and policy allows, in the order of the methods.</summary>
    public static IReadOnlyList<UsableMethod> Usable(VerificationMethods methods, SsprPolicy policy, IReadOnlyList<RegisteredMethod> registered) =>
    [
        .. from method in methods.All
           where policy.Allows(method.Id)
           from entry in registered
           where entry.Kind == method.RegistrationKind
           select new UsableMethod(method, entry),
    ];

    /// <summary>Why not, in the order of the model (Entra: enabled, in scope, the account, enough methods, limits); null when the person may.</summary>
    public static RecoveryRefusal? Refusal(SsprPolicy policy, DirectoryUser? person, IReadOnlyList<UsableMethod> usable, bool blocked) =>
        policy.Scope == ResetScope.None ? RecoveryRefusal.TurnedOff
        : person is null ? RecoveryRefusal.UnknownUser
        : !policy.Covers(person.Groups) ? RecoveryRefusal.OutOfScope
        : !person.Enabled ? RecoveryRefusal.AccountDisabled
        : usable.Select(each => each.Method.Class).Distinct().Count() < policy.GatesRequired ? RecoveryRefusal.NotEnoughRegistered
        : blocked ? RecoveryRefusal.Blocked
        : null;
}
