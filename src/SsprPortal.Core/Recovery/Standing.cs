using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>How the person of a journey stands: read once in a request and handed down.</summary>
/// <param name="Policy">The organisation's policy as it is now.</param>
/// <param name="Person">The person as the directory knows them now; null when there is nobody.</param>
/// <param name="Known">What is known of the person, whatever policy allows.</param>
/// <param name="Own">What the person can use.</param>
/// <param name="Shown">What the journey shows: where existence is concealed, every method that policy allows, decoys among them.</param>
/// <param name="Passed">The gates passed in the journey.</param>
public sealed record Standing(
    SsprPolicy Policy, DirectoryUser? Person, IReadOnlyList<RegisteredMethod> Known, IReadOnlyList<UsableMethod> Own, IReadOnlyList<UsableMethod> Shown, IReadOnlyList<PassedGate> Passed)
{
    /// <summary>What can be chosen next.</summary>
    public IReadOnlyList<UsableMethod> Choices => Eligibility.Choices(Shown, Passed);

    /// <summary>How many gates a journey takes: the stricter of the policy at its start and now; two where the help desk vouched, so that it lets nobody in alone.</summary>
    public int GatesNeeded(RecoveryJourney journey)
    {
        ArgumentNullException.ThrowIfNull(journey);
        var byPolicy = Math.Max(journey.GatesRequired, Person is null ? Policy.GatesRequired : Policy.GatesFor(Person));
        return Passed.Any(gate => gate.Class == MethodClass.Vouched) ? Math.Max(byPolicy, 2) : byPolicy;
    }
}

/// <summary>Reads how a person stands, in the same statements whoever it is and whether or not there is anybody.</summary>
public sealed class Standings(IPolicyStore policies, IDirectory directory, KnownMethods known, IRecoveryJourneyStore journeys, VerificationMethods methods, Decoys decoys)
{
    private (Guid JourneyId, Standing Standing)? read;

    /// <summary>How the person of a journey stands: as it was read first in this request.</summary>
    public async Task<Standing> OfAsync(RecoveryJourney journey, CancellationToken cancellationToken)
    {
        if (read?.JourneyId != journey.Id)
            read = (journey.Id, await ReadAsync(journey, cancellationToken));
        return read.Value.Standing;
    }

    private async Task<Standing> ReadAsync(RecoveryJourney journey, CancellationToken cancellationToken) => await OfAsync(
        journey.SubjectId,
        await directory.GetAsync(journey.SubjectId, cancellationToken),
        await policies.GetAsync(cancellationToken),
        journey.Disclosure,
        journey.Refusal,
        await journeys.GatesAsync(journey.Id, cancellationToken),
        cancellationToken);

    /// <summary>How a person stands before the journey begins, or nobody does.</summary>
    public Task<Standing> OfAsync(Guid subjectId, DirectoryUser? person, SsprPolicy policy, CancellationToken cancellationToken) =>
        OfAsync(subjectId, person, policy, DisclosureMode.Informative, null, [], cancellationToken);

    private async Task<Standing> OfAsync(
        Guid subjectId, DirectoryUser? person, SsprPolicy policy, DisclosureMode disclosure, RecoveryRefusal? refusal, IReadOnlyList<PassedGate> passed, CancellationToken cancellationToken)
    {
        var entries = await known.OfAsync(subjectId, person, policy, cancellationToken);
        var own = person is null ? [] : Eligibility.Usable(methods, policy, person, entries);
        // In a uniform journey nothing is sent to somebody whose account cannot be reset, not even to what is registered.
        IReadOnlyList<UsableMethod> real = refusal is not null && disclosure == DisclosureMode.Uniform ? [] : own;
        return new(policy, person, entries, own, disclosure == DisclosureMode.Informative ? own : Shown(real, subjectId, policy), passed);
    }

    private List<UsableMethod> Shown(IReadOnlyList<UsableMethod> real, Guid subjectId, SsprPolicy policy) =>
    [
        .. from method in methods.All
           where policy.Allows(method.Id) || real.Any(each => each.Method == method)
           select real.FirstOrDefault(each => each.Method == method) is { } own
               ? own with { Entries = [.. own.Entries.Select(entry => entry with { Hint = method.ConcealedHint(entry) })] }
               : new UsableMethod(method, decoys.Of(method, subjectId, policy)),
    ];
}
