using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Administration;

public sealed class PolicyEffectTests
{
    private static readonly Guid Sales = Guid.NewGuid(), Contractors = Guid.NewGuid();

    private static readonly SsprPolicy Now = new() { Scope = ResetScope.Selected, SelectedGroups = [Sales], GatesRequired = 1, GatesToRegister = 1, Methods = ["sms", "voice", "email"] };

    private static readonly PeopleAlike[] People =
    [
        Alike(1, 100, [Sales], "mobile", "email"),
        Alike(2, 37, [Sales], "mobile"),
        Alike(3, 20, [Sales]),
        Alike(4, 5, [Sales, Contractors], "email"),
        Alike(5, 1_000, [], "mobile", "email"),
        Alike(6, 3, [Sales], "mobile", "email") with { Enabled = false },
        Alike(7, 2, [Sales], "mobile", "email") with { HoldsRole = true },
        Alike(8, 4, [Sales], "mobile") with { HoldsRole = true },
    ];

    [Fact]
    public void A_second_gate_takes_out_whoever_has_one()
    {
        var effect = Effect(Now with { GatesRequired = 2 });

        AssertFallsOut(effect, 42, 2, 4);
        Assert.Equal((168L, 144L), (effect.Before.Enabled, effect.Before.Capable));
        Assert.Equal((168L, 102L), (effect.After.Enabled, effect.After.Capable));
    }

    [Fact]
    public void An_excluded_group_takes_out_its_members_whatever_else_they_are_in()
    {
        var effect = Effect(Now with { ExcludedGroups = [Contractors] });

        AssertFallsOut(effect, 5, 4);
        Assert.Equal(163, effect.After.Enabled);
    }

    [Fact]
    public void A_method_that_is_taken_away_takes_out_whoever_has_nothing_else()
    {
        AssertFallsOut(Effect(Now with { Methods = ["sms"] }), 7, 4, 7);
        AssertFallsOut(Effect(Now with { Methods = ["voice", "email"] }), 0);
    }

    [Fact]
    public void Nobody_falls_out_of_a_wider_scope() => Assert.Equal((0L, 1_144L), (Effect(Now with { Scope = ResetScope.All }).FallingOut, Effect(Now with { Scope = ResetScope.All }).After.Capable));

    [Fact]
    public void People_with_a_role_fall_out_when_they_may_not_reset() => AssertFallsOut(Effect(Now with { AdministratorsMayReset = false }), 2, 7);

    [Fact]
    public void Whoever_has_registered_too_little_is_asked_to()
    {
        var effect = Effect(Now with { GatesToRegister = 2 });

        Assert.Equal((24L, 66L, 0L), (effect.AskedBefore, effect.AskedAfter, effect.FallingOut));
        Assert.Equal(0, Effect(Now with { AsksToRegister = false }).AskedAfter);
    }

    private static void AssertFallsOut(PolicyEffect effect, long people, params long[] alike)
    {
        Assert.Equal(people, effect.FallingOut);
        Assert.Equal(alike, effect.Alike);
    }

    private static PolicyEffect Effect(SsprPolicy after) => PolicyEffect.Of(People, Now, after, Sample.Methods);

    private static PeopleAlike Alike(long id, long count, Guid[] groups, params string[] kinds) =>
        new(id, groups.ToHashSet(), [.. kinds.Select(kind => new KnownKind(kind, 1, true))], true, false, count);
}
