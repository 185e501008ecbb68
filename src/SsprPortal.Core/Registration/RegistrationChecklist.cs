using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>One row of the list: a kind that is allowed, and what the person has of it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Methods">The methods that use it, in the order they are offered.</param>
/// <param name="Entries">What is registered, or known from the directory.</param>
public sealed record ChecklistItem(string Kind, IReadOnlyList<IVerificationMethod> Methods, IReadOnlyList<RegisteredMethod> Entries)
{
    /// <summary>The methods by which one is registered; none for what only the directory can say.</summary>
    public IReadOnlyList<IRegistrableMethod> Registrable { get; } = [.. Methods.OfType<IRegistrableMethod>()];

    /// <summary>Whether the person may have several, each with a name.</summary>
    public bool IsNamed => Registrable.Any(method => method.MaxEntries > 1);

    /// <summary>Whether one more can be registered.</summary>
    public bool CanAdd => Registrable.Any(method => Entries.Count < method.MaxEntries);

    /// <summary>Whether the one there is can be replaced.</summary>
    public bool CanChange => !IsNamed && Entries.Count > 0 && Registrable.Count > 0;
}

/// <summary>What a person may register, has registered and still has to, computed from policy as it is now.</summary>
/// <param name="Items">One row for each kind, in the order of the methods.</param>
/// <param name="Required">How many gates the person is asked to register for.</param>
/// <param name="Registered">How many gates what is registered makes.</param>
public sealed record RegistrationChecklist(IReadOnlyList<ChecklistItem> Items, int Required, int Registered)
{
    /// <summary>Until when nothing may be changed (UTC), after a reset; null when nothing forbids it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether an administrator demands it: then it cannot be put off.</summary>
    public bool IsDemanded { get; init; }

    /// <summary>Whether it is as much as the person is asked for.</summary>
    public bool IsComplete => Registered >= Required;

    /// <summary>Whether anything is registered by the person.</summary>
    public bool HasAny => Items.Any(item => item.Entries.Any(entry => entry.IsStored));

    /// <summary>The row of a kind; null when there is none for this person.</summary>
    public ChecklistItem? Find(string kind) => Items.FirstOrDefault(item => item.Kind == kind);

    /// <summary>The list for one person.</summary>
    /// <param name="methods">The methods there are.</param>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="person">Who.</param>
    /// <param name="known">What the person registered, and what the directory knows.</param>
    /// <param name="since">Since when an administrator demands that the person registers anew (UTC): of what is registered, only what was registered or used since counts.</param>
    public static RegistrationChecklist For(
        VerificationMethods methods, SsprPolicy policy, DirectoryUser person, IReadOnlyList<RegisteredMethod> known, DateTimeOffset? since = null) => new(
        [
            .. methods.All
                .Where(method => Eligibility.IsAllowed(method, policy, person))
                .GroupBy(method => method.RegistrationKind)
                .Select(group => new ChecklistItem(group.Key, [.. group], [.. known.Where(entry => entry.Kind == group.Key)]))
                .Where(item => item.Entries.Count > 0 || item.Registrable.Count > 0),
        ],
        Math.Max(policy.GatesToRegister, policy.GatesFor(person)),
        Eligibility.Gates(Eligibility.Usable(methods, policy, person, [.. known.Where(entry => since is null || !entry.IsStored || entry.RegisteredAt >= since || entry.LastUsedAt >= since)])))
        {
            IsDemanded = since is not null,
        };
}
