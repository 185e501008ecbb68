using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>One row of the list: a method that is allowed, and what the person registered for it.</summary>
/// <param name="Method">The method by which it is registered.</param>
/// <param name="Registered">What is registered; null when nothing is.</param>
public sealed record ChecklistItem(IRegistrableMethod Method, RegisteredMethod? Registered);

/// <summary>What a person may register, has registered and still has to, computed from policy as it is now.</summary>
/// <param name="Items">One row for each kind, in the order of the methods.</param>
/// <param name="Required">How many of different classes a reset takes.</param>
public sealed record RegistrationChecklist(IReadOnlyList<ChecklistItem> Items, int Required)
{
    /// <summary>How many classes are registered.</summary>
    public int Registered => Items.Where(item => item.Registered is not null).Select(item => item.Method.Class).Distinct().Count();

    /// <summary>Whether it is enough for a reset.</summary>
    public bool IsComplete => Registered >= Required;

    /// <summary>The list for one person.</summary>
    public static RegistrationChecklist For(VerificationMethods methods, SsprPolicy policy, IReadOnlyList<RegisteredMethod> registered) => new(
        [
            .. methods.All.OfType<IRegistrableMethod>()
                .Where(method => policy.Allows(method.Id))
                .DistinctBy(method => method.RegistrationKind)
                .Select(method => new ChecklistItem(method, registered.FirstOrDefault(entry => entry.Kind == method.RegistrationKind))),
        ],
        policy.GatesRequired);
}
