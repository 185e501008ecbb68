using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>A method a person can use now, with the entries it would use.</summary>
/// <param name="Method">The method; its id is what a page posts to choose it.</param>
/// <param name="Entries">What is registered for it, one at least.</param>
public sealed record UsableMethod(IVerificationMethod Method, IReadOnlyList<RegisteredMethod> Entries)
{
    /// <summary>Where a message goes; empty for a method that sends none and takes any of its entries.</summary>
    public string Target => Method.Channel is null ? "" : Entries[0].Value;

    /// <summary>What may be shown of it.</summary>
    public string Hint => Method.Hint(Entries[0]);

    /// <summary>How many gates it counts as.</summary>
    public int Gates => Entries.Max(entry => entry.Gates);

    /// <summary>Whether nobody has registered this: nothing is sent and nothing passes.</summary>
    public bool IsDecoy => Entries[0].IsDecoy;
}

/// <summary>Whether a person may reset by themselves, decided anew at the start and before the password is written.</summary>
public static class Eligibility
{
    /// <summary>Whether this person may use a method at all: policy allows it, and who holds a role never answers questions.</summary>
    public static bool IsAllowed(IVerificationMethod method, SsprPolicy policy, DirectoryUser person) => policy.Allows(method.Id) && (method.IsSecondFactor || !person.IsAdministrator);

    /// <summary>What a person can use and policy allows, in the order of the methods.</summary>
    public static IReadOnlyList<UsableMethod> Usable(VerificationMethods methods, SsprPolicy policy, DirectoryUser person, IReadOnlyList<RegisteredMethod> known) =>
    [
        .. from method in methods.All
           where IsAllowed(method, policy, person)
           let entries = known.Where(entry => entry.Kind == method.RegistrationKind && method.IsUsable(entry, policy)).ToList()
           where entries.Count > 0
           select new UsableMethod(method, entries),
    ];

    /// <summary>How many gates all of these would be; of one class, the strongest counts.</summary>
    public static int Gates(IEnumerable<UsableMethod> usable) => usable.GroupBy(each => each.Method.Class, each => each.Gates).Sum(each => each.Max());

    /// <summary>How many gates were passed by this person, by methods that policy allows now; of one class, the strongest counts.</summary>
    public static int GatesPassed(IEnumerable<PassedGate> passed, DirectoryUser person, VerificationMethods methods, SsprPolicy policy, IReadOnlyList<UsableMethod> usable)
    {
        var counted = passed.Where(gate => gate.SubjectId == person.Id && methods.Find(gate.MethodId) is { } method && IsAllowed(method, policy, person)).ToList();
        // Questions alone are no proof of a person who has something better (C3 of the security notes).
        var stands = counted.Exists(gate => methods.Find(gate.MethodId) is { StandsAlone: true }) || !usable.Any(each => each.Method.StandsAlone);
        return stands ? counted.GroupBy(gate => gate.Class, gate => gate.Gates).Sum(each => each.Max()) : 0;
    }

    /// <summary>What can be chosen next: of a class that has not been passed, and nothing that may not stand alone before something that may.</summary>
    public static IReadOnlyList<UsableMethod> Choices(IReadOnlyList<UsableMethod> usable, IReadOnlyList<PassedGate> passed)
    {
        var left = usable.Where(each => passed.All(gate => gate.Class != each.Method.Class)).ToList();
        return passed.Count == 0 && left.Exists(each => each.Method.StandsAlone) ? left.FindAll(each => each.Method.StandsAlone) : left;
    }

    /// <summary>
    /// Why not, in the order of the model (Entra: a valid user, managed where, turned on, in scope, enough methods; then our limits);
    /// null when the person may.
    /// </summary>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="person">Who; null when there is nobody.</param>
    /// <param name="gates">How many gates the person can pass or has passed.</param>
    /// <param name="blocked">Whether no try is left.</param>
    public static RecoveryRefusal? Refusal(SsprPolicy policy, DirectoryUser? person, int gates, bool blocked) =>
        person is null ? RecoveryRefusal.UnknownUser
        : !person.IsManagedHere ? RecoveryRefusal.NotManagedHere
        : policy.Scope == ResetScope.None ? RecoveryRefusal.TurnedOff
        : !policy.Covers(person.Groups) ? RecoveryRefusal.OutOfScope
        : !person.Enabled ? RecoveryRefusal.AccountDisabled
        : person.IsProtected || !policy.MayReset(person.IsAdministrator) ? RecoveryRefusal.Protected
        : gates < policy.GatesFor(person) ? RecoveryRefusal.NotEnoughRegistered
        : blocked ? RecoveryRefusal.Blocked
        : null;

    /// <summary>
    /// Whether somebody is told at the start that it cannot be done: always what is true of everybody, and a block, which is counted for
    /// a user ID that nobody has as well. Whatever tells of the account itself waits, where the policy conceals it.
    /// </summary>
    public static bool IsToldAtOnce(RecoveryRefusal refusal, DisclosureMode disclosure) =>
        disclosure == DisclosureMode.Informative || refusal is RecoveryRefusal.TurnedOff or RecoveryRefusal.Blocked or RecoveryRefusal.DirectoryUnreachable;
}
