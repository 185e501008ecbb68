using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

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

/// <summary>What it is decided from.</summary>
/// <param name="Policy">The organisation's policy.</param>
/// <param name="Person">Who; null when there is nobody.</param>
/// <param name="Gates">How many gates the person can pass or has passed.</param>
/// <param name="Blocked">Whether no try is left.</param>
public sealed record EligibilityFacts(SsprPolicy Policy, DirectoryUser? Person, int Gates, bool Blocked);

/// <summary>One step of the decision.</summary>
/// <param name="Refusal">Why somebody who does not get past it is refused.</param>
/// <param name="Stops">Whether it stops somebody who got past every step before.</param>
public sealed record EligibilityStep(RecoveryRefusal Refusal, Func<EligibilityFacts, bool> Stops);

/// <summary>Whether a person may reset by themselves, decided anew at the start and before the password is written.</summary>
public static class Eligibility
{
    /// <summary>
    /// The steps in the order of the model (Entra: a valid user, managed where, turned on, in scope, enough methods; then our limits):
    /// the first that stops the person is the reason that is told.
    /// </summary>
    public static IReadOnlyList<EligibilityStep> Steps { get; } =
    [
        new(RecoveryRefusal.UnknownUser, facts => facts.Person is null),
        new(RecoveryRefusal.NotManagedHere, facts => !facts.Person!.IsManagedHere),
        new(RecoveryRefusal.TurnedOff, facts => facts.Policy.Scope == ResetScope.None),
        new(RecoveryRefusal.OutOfScope, facts => !facts.Policy.Covers(facts.Person!.Groups)),
        new(RecoveryRefusal.AccountDisabled, facts => !facts.Person!.Enabled),
        new(RecoveryRefusal.Protected, facts => facts.Person!.IsProtected || !facts.Policy.MayReset(facts.Person!.IsAdministrator)),
        new(RecoveryRefusal.NotEnoughRegistered, facts => facts.Gates < facts.Policy.GatesFor(facts.Person!)),
        new(RecoveryRefusal.Blocked, facts => facts.Blocked),
    ];

    /// <summary>
    /// Whether this person may use a method at all: policy allows it, or the help desk has recognised the person; and who holds a role
    /// answers no questions and is vouched for by nobody.
    /// </summary>
    public static bool IsAllowed(IVerificationMethod method, SsprPolicy policy, DirectoryUser person)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(person);
        return (policy.Allows(method.Id) || method.Class == MethodClass.Vouched) && (method.IsSecondFactor || !person.IsAdministrator);
    }

    /// <summary>
    /// What a person can use and policy allows, in the order of the methods. Contact data that was written lately is nothing that a person
    /// with a password can use: whoever writes it must not be who resets. A new account makes its first password by it, and then not
    /// beside the word of the help desk: one who imports and one who vouches may be one.
    /// </summary>
    public static IReadOnlyList<UsableMethod> Usable(VerificationMethods methods, SsprPolicy policy, DirectoryUser person, IReadOnlyList<RegisteredMethod> known)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(person);
        var isNew = !person.HasPassword && !known.Any(entry => entry.IsStored && entry.Kind != TicketMethod.Kind);
        return
        [
            .. from method in methods.All
               where IsAllowed(method, policy, person) && !(method.Class == MethodClass.Vouched && isNew && person.HasFreshContacts)
               let entries = known.Where(entry => entry.Kind == method.RegistrationKind && method.IsUsable(entry, policy) && (entry.IsStored || isNew || !person.HasFreshContacts)).ToList()
               where entries.Count > 0
               select new UsableMethod(method, entries),
        ];
    }

    /// <summary>How many gates all of these would be; of one class, the strongest counts. That the help desk vouches counts beside something that may stand alone.</summary>
    public static int Gates(IReadOnlyList<UsableMethod> usable) => usable
        .Where(each => each.Method.Class != MethodClass.Vouched || usable.Any(other => other.Method.StandsAlone))
        .GroupBy(each => each.Method.Class, each => each.Gates).Sum(each => each.Max());

    /// <summary>Whether a code of the help desk would open anything beside what the person can use.</summary>
    public static bool MayBeVouchedFor(IReadOnlyList<UsableMethod> usable) => usable.Any(each => each.Method.StandsAlone);

    /// <summary>
    /// How many gates were passed by this person, by methods that policy allows now; of one class, the strongest counts. What the
    /// organisation knows of a person may have proved one: it counts while it would be believed.
    /// </summary>
    public static int GatesPassed(IEnumerable<PassedGate> passed, DirectoryUser person, VerificationMethods methods, SsprPolicy policy, IReadOnlyList<UsableMethod> usable)
    {
        var counted = passed.Where(gate => gate.SubjectId == person.Id && methods.Find(gate.MethodId) is { } method && IsAllowed(method, policy, person) && (!SsprPolicy.IsContact(method.RegistrationKind) || usable.Any(each => each.Method == method))).ToList();
        // What is known and who is vouched for are no proof together: nothing of them is the person's alone.
        if (!counted.Exists(gate => methods.Find(gate.MethodId) is { StandsAlone: true }))
            counted.RemoveAll(gate => gate.Class == MethodClass.Vouched);
        // Questions alone are no proof of a person who has something better (C3 of the security notes).
        var stands = counted.Exists(gate => methods.Find(gate.MethodId) is { StandsAlone: true }) || !usable.Any(each => each.Method.StandsAlone);
        return stands ? counted.GroupBy(gate => gate.Class, gate => gate.Gates).Sum(each => each.Max()) : 0;
    }

    /// <summary>
    /// What can be chosen next: of a class that has not been passed, and nothing that may not stand alone before something that may. That
    /// the help desk vouches is offered to nobody who has not proved something: it would tell that there is such an account.
    /// </summary>
    public static IReadOnlyList<UsableMethod> Choices(IReadOnlyList<UsableMethod> usable, IReadOnlyList<PassedGate> passed)
    {
        var left = usable.Where(each => passed.All(gate => gate.Class != each.Method.Class) && (passed.Count > 0 || each.Method.Class != MethodClass.Vouched)).ToList();
        return passed.Count == 0 && left.Exists(each => each.Method.StandsAlone) ? left.FindAll(each => each.Method.StandsAlone) : left;
    }

    /// <summary>Why not: the first of <see cref="Steps"/> that stops the person; null when the person may.</summary>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="person">Who; null when there is nobody.</param>
    /// <param name="gates">How many gates the person can pass or has passed.</param>
    /// <param name="blocked">Whether no try is left.</param>
    public static RecoveryRefusal? Refusal(SsprPolicy policy, DirectoryUser? person, int gates, bool blocked)
    {
        var facts = new EligibilityFacts(policy, person, gates, blocked);
        return Steps.FirstOrDefault(step => step.Stops(facts))?.Refusal;
    }

    /// <summary>
    /// Whether somebody is told at the start that it cannot be done: always what is true of everybody, and a block, which is counted for
    /// a user ID that nobody has as well. Whatever tells of the account itself waits, where the policy conceals it.
    /// </summary>
    public static bool IsToldAtOnce(RecoveryRefusal refusal, DisclosureMode disclosure) =>
        disclosure == DisclosureMode.Informative || refusal is RecoveryRefusal.TurnedOff or RecoveryRefusal.Blocked or RecoveryRefusal.DirectoryUnreachable;
}
