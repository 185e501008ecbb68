using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Administration;

/// <summary>One kind of security info that somebody has.</summary>
/// <param name="Kind">The kind of registration, as <see cref="RegisteredMethod.Kind"/>.</param>
/// <param name="Gates">As how many gates it counts.</param>
/// <param name="IsStored">Whether the person registered it; otherwise the directory knows it.</param>
public sealed record KnownKind(string Kind, int Gates, bool IsStored);

/// <summary>
/// People whom every policy treats alike: they belong to the same groups, have the same kinds of security info, and the same state. There
/// are far fewer of these than people, so what a policy would do to a million people is computed from a few rows.
/// </summary>
/// <param name="Id">The row.</param>
/// <param name="Groups">Every group they belong to, by nesting too.</param>
/// <param name="Known">What is known of them, one for each kind.</param>
/// <param name="Enabled">Whether the accounts may be used.</param>
/// <param name="HoldsRole">Whether they hold a role in the portal.</param>
/// <param name="Count">How many they are.</param>
public sealed record PeopleAlike(long Id, IReadOnlySet<Guid> Groups, IReadOnlyList<KnownKind> Known, bool Enabled, bool HoldsRole, long Count);

/// <summary>How many people there are, and how they stand (the three words of Entra's report).</summary>
/// <param name="All">Everybody.</param>
/// <param name="Enabled">Who may reset by policy: usable accounts in scope.</param>
/// <param name="Registered">Who has as much as policy asks for a reset, in scope or not.</param>
/// <param name="Capable">Who is both: could reset now.</param>
public sealed record PopulationFigures(long All, long Enabled, long Registered, long Capable);

/// <summary>People alike, kept up to date from what the audit tells; never computed by reading everybody.</summary>
public interface IPopulation
{
    /// <summary>All of them, in one statement.</summary>
    Task<IReadOnlyList<PeopleAlike>> AlikeAsync(CancellationToken cancellationToken);

    /// <summary>The people of some of these rows, in the order of their normalised user names, a keyset page at a time.</summary>
    /// <param name="alike">Ids of <see cref="PeopleAlike"/>.</param>
    /// <param name="after">The normalised user name of the last person of the page before; null for the first page.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<PersonName>> ListAsync(IReadOnlyCollection<long> alike, string? after, int atMost, CancellationToken cancellationToken);
}

/// <summary>A person in a list.</summary>
/// <param name="Id">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="DisplayName">The name the organisation uses.</param>
/// <param name="Key">What the next page is asked for with.</param>
public sealed record PersonName(Guid Id, string UserName, string DisplayName, string Key);

/// <summary>What a policy makes of people who are alike.</summary>
public static class PopulationExtensions
{
    /// <summary>Whether these may reset by policy.</summary>
    public static bool IsEnabled(this PeopleAlike people, SsprPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(policy);
        return people.Enabled && policy.Covers(people.Groups) && policy.MayReset(people.HoldsRole);
    }

    /// <summary>Whether what is known of these is enough for a reset.</summary>
    public static bool IsRegistered(this PeopleAlike people, SsprPolicy policy, VerificationMethods methods)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return people.Gates(policy, methods) >= policy.GatesFor(people.HoldsRole);
    }

    /// <summary>How many gates what is known of these makes by methods that policy allows; of one class, the strongest counts.</summary>
    public static int Gates(this PeopleAlike people, SsprPolicy policy, VerificationMethods methods)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(methods);
        var person = Person(people);
        var usable = from method in methods.All
                     where method.Class != MethodClass.Vouched && Eligibility.IsAllowed(method, policy, person)
                     from known in people.Known
                     where known.Kind == method.RegistrationKind
                     group known.Gates by method.Class into gates
                     select gates.Max();
        return usable.Sum();
    }

    /// <summary>The figures of all of them.</summary>
    public static PopulationFigures Figures(this IReadOnlyList<PeopleAlike> people, SsprPolicy policy, VerificationMethods methods)
    {
        ArgumentNullException.ThrowIfNull(people);
        long all = 0, enabled = 0, registered = 0, capable = 0;
        foreach (var each in people)
        {
            var (mayReset, hasEnough) = (each.IsEnabled(policy), each.IsRegistered(policy, methods));
            all += each.Count;
            enabled += mayReset ? each.Count : 0;
            registered += hasEnough ? each.Count : 0;
            capable += mayReset && hasEnough ? each.Count : 0;
        }

        return new(all, enabled, registered, capable);
    }

    private static DirectoryUser Person(PeopleAlike people) => new(Guid.Empty, "", "", null, null, people.Enabled, people.Groups, IsAdministrator: people.HoldsRole);
}
