using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Administration;

/// <summary>What a change of the policy would do to people.</summary>
/// <param name="Before">How people stand now.</param>
/// <param name="After">How they would stand.</param>
/// <param name="FallingOut">How many can reset now and could not any more.</param>
/// <param name="Alike">The rows of <see cref="PeopleAlike"/> they are in.</param>
/// <param name="AskedBefore">How many are asked to register at their next sign-in.</param>
/// <param name="AskedAfter">How many would be.</param>
public sealed record PolicyEffect(PopulationFigures Before, PopulationFigures After, long FallingOut, IReadOnlyList<long> Alike, long AskedBefore, long AskedAfter)
{
    /// <summary>How many must change their password at the next sign-in for its age, and how many would have to; null where that stays.</summary>
    public (int Before, int After)? PasswordsTooOld { get; init; }

    /// <summary>How many lose something: what an administrator is told before it is saved.</summary>
    public long Losing => FallingOut + Math.Max(0, PasswordsTooOld is var (before, after) ? after - before : 0);

    /// <summary>The effect on these people.</summary>
    public static PolicyEffect Of(IReadOnlyList<PeopleAlike> people, SsprPolicy before, SsprPolicy after, VerificationMethods methods)
    {
        ArgumentNullException.ThrowIfNull(people);
        var falling = people.Where(each => IsCapable(each, before) && !IsCapable(each, after)).ToList();
        return new(people.Figures(before, methods), people.Figures(after, methods), falling.Sum(each => each.Count), [.. falling.Select(each => each.Id)], Asked(before), Asked(after));

        bool IsCapable(PeopleAlike each, SsprPolicy policy) => each.IsEnabled(policy) && each.IsRegistered(policy, methods);

        long Asked(SsprPolicy policy) => policy.AsksToRegister
            ? people.Where(each => each.IsEnabled(policy) && each.Gates(policy, methods) < Math.Max(policy.GatesToRegister, policy.GatesFor(each.HoldsRole))).Sum(each => each.Count)
            : 0;
    }
}
