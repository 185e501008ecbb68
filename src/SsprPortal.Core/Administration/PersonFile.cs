using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Administration;

/// <summary>How far somebody gets.</summary>
public enum StepState
{
    /// <summary>Past this step.</summary>
    Met,

    /// <summary>To this step and no further.</summary>
    Stops,

    /// <summary>Not even here.</summary>
    NotReached,
}

/// <summary>One step of the way to a reset, as a person would meet it now.</summary>
/// <param name="Refusal">What somebody is refused for who does not get past it.</param>
/// <param name="State">How it is for this person.</param>
public sealed record StepOfPerson(RecoveryRefusal Refusal, StepState State);

/// <summary>What those who administer see of a person: never a phone, an address, an answer or a code.</summary>
/// <param name="Person">The person as the directory knows them now, or as recorded where it does not (any more) or does not answer.</param>
/// <param name="Roles">The roles the person holds.</param>
/// <param name="Groups">The groups the person belongs to.</param>
/// <param name="Standing">What the person could use in a reset.</param>
/// <param name="State">What is known beside what is registered.</param>
/// <param name="BlockedUntil">Until when self-service is blocked after too many wrong tries (UTC); null when it is not.</param>
/// <param name="Steps">The way to a reset, step by step.</param>
public sealed record PersonFile(
    DirectoryUser Person,
    IReadOnlySet<PortalRole> Roles,
    IReadOnlyList<GroupOfPerson> Groups,
    Standing Standing,
    RegistrationState State,
    DateTimeOffset? BlockedUntil,
    IReadOnlyList<StepOfPerson> Steps)
{
    /// <summary>What the person registered, and what the directory knows of the person.</summary>
    public IEnumerable<RegisteredMethod> Registered => Standing.Known.Where(entry => entry.Kind != Verification.Tickets.TicketMethod.Kind);

    /// <summary>What the person can use of it.</summary>
    public IReadOnlyList<UsableMethod> Usable => [.. Standing.Own.Where(each => each.Method.Class != MethodClass.Vouched)];

    /// <summary>Whether a ticket of the help desk can still be used.</summary>
    public bool HasTicket => Standing.Own.Any(each => each.Method.Class == MethodClass.Vouched);

    /// <summary>How many gates the person can pass in a reset, a ticket among them.</summary>
    public int Gates => Eligibility.Gates(Standing.Own);

    /// <summary>How many a reset of the person takes.</summary>
    public int GatesNeeded => Standing.Policy.GatesFor(Person);

    /// <summary>Whether the person may reset by policy.</summary>
    public bool IsEnabled => Person.Enabled && Standing.Policy.Covers(Person.Groups);

    /// <summary>Whether the person has registered as much as a reset takes.</summary>
    public bool IsRegistered => Eligibility.Gates(Usable) >= GatesNeeded;

    /// <summary>Why the person cannot reset now; null when nothing is in the way.</summary>
    public RecoveryRefusal? Refusal => Steps.FirstOrDefault(step => step.State == StepState.Stops)?.Refusal;

    /// <summary>The groups that bring the person into the scope of self-service.</summary>
    public IEnumerable<Group> SelectedBy => Groups.Select(each => each.Group).Where(group => Standing.Policy.SelectedGroups.Contains(group.Id));

    /// <summary>The groups that keep the person out of it.</summary>
    public IEnumerable<Group> ExcludedBy => Groups.Select(each => each.Group).Where(group => Standing.Policy.ExcludedGroups.Contains(group.Id));
}

/// <summary>Reads it, by the same decisions that a reset is decided by.</summary>
public sealed class PersonFiles(IDirectory directory, [FromKeyedServices(IDirectory.Portal)] IDirectory portal, IPolicyStore policies, IPeople people, IGroups groups, Standings standings, IRegistrationStore registrations, IThrottleStore throttles)
{
    /// <summary>What is known of a person now; null when there is nobody.</summary>
    public async Task<PersonFile?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var (found, answers) = await FindAsync(id, cancellationToken);
        if (found is not { } person)
            return null;
        var policy = await policies.GetAsync(cancellationToken);
        var standing = await standings.OfAsync(id, person, policy, cancellationToken);
        var blockedUntil = await throttles.ExhaustedUntilAsync(Throttle.GateAttempts, id, cancellationToken);
        var facts = new EligibilityFacts(policy, person, Eligibility.Gates(standing.Own), blockedUntil is not null);
        // Asked for only when the password is to be written; whether the directory answers has just been seen.
        IEnumerable<EligibilityStep> steps =
        [
            .. Eligibility.Steps,
            new(RecoveryRefusal.TooManyResets, Stops(await throttles.IsExhaustedAsync(Throttle.ResetsPerAccount, id, cancellationToken))),
            new(RecoveryRefusal.DirectoryUnreachable, Stops(!answers)),
        ];
        return new(
            person,
            await people.RolesAsync(id, cancellationToken),
            await groups.OfPersonAsync(id, cancellationToken),
            standing,
            await registrations.StateAsync(id, cancellationToken),
            blockedUntil,
            Walk(steps, facts));
    }

    // Whoever is gone from the directory has an account that cannot be used; what they hold in the portal is shown, so that it can be taken.
    private async Task<(DirectoryUser? Person, bool Answers)> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return (await directory.GetAsync(id, cancellationToken) ?? (await portal.GetAsync(id, cancellationToken) is { } gone ? gone with { Enabled = false } : null), true);
        }
        catch (DirectoryUnreachableException)
        {
            return (await portal.GetAsync(id, cancellationToken), false);
        }
    }

    private static Func<EligibilityFacts, bool> Stops(bool stops) => _ => stops;

    private static List<StepOfPerson> Walk(IEnumerable<EligibilityStep> steps, EligibilityFacts facts)
    {
        var walked = new List<StepOfPerson>();
        foreach (var step in steps)
        {
            var reached = walked.TrueForAll(each => each.State == StepState.Met);
            walked.Add(new(step.Refusal, !reached ? StepState.NotReached : step.Stops(facts) ? StepState.Stops : StepState.Met));
        }

        return walked;
    }
}
