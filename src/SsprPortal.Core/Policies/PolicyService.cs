using System.Text.Json;
using System.Text.Json.Nodes;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Policies;

/// <summary>What became of saving the policy.</summary>
public enum PolicySave
{
    /// <summary>Saved, and in effect for whatever is asked next, running journeys too.</summary>
    Saved,

    /// <summary>It is already so; nothing was written.</summary>
    Unchanged,

    /// <summary>Somebody else saved since the page was opened; nothing was written.</summary>
    Conflict,
}

/// <summary>An administrator changes the policy: one conditional write, and in the audit who changed what from what to what.</summary>
public sealed class PolicyService(IPolicyStore policies, IAuditLog audit, ITransaction transaction)
{
    // "a → b" fits into the reason of an audit entry; the whole documents stand in the history of the policy.
    private const int LongestValue = 110;

    /// <summary>The policy as it is now, for a page that changes it.</summary>
    public Task<StoredPolicy> ReadAsync(CancellationToken cancellationToken) => policies.ReadAsync(cancellationToken);

    /// <summary>Saves a policy that was made from version <paramref name="version"/>.</summary>
    /// <param name="wanted">The policy; what lies beyond floors and ceilings is brought within them.</param>
    /// <param name="version">The <see cref="StoredPolicy.Version"/> it was made from.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<PolicySave> SaveAsync(SsprPolicy wanted, int version, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(caller);
        var stored = await policies.ReadAsync(cancellationToken);
        if (stored.Version != version)
            return PolicySave.Conflict;
        var changes = Changes(stored.Policy, wanted.Checked());
        if (changes.Count == 0)
            return PolicySave.Unchanged;
        var saved = await transaction.TryAsync(
            async () =>
            {
                if (!await policies.TryWriteAsync(wanted.Checked(), version, actor.Name, cancellationToken))
                    return false;
                foreach (var (setting, before, after) in changes)
                    await audit.WriteAsync(new(AuditCode.PolicyChanged, null, null, caller.Address, Reason: $"{before} → {after}", Stage: setting, ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return saved ? PolicySave.Saved : PolicySave.Conflict;
    }

    /// <summary>The settings in which two policies differ: name, value before, value after; of a list, what is gone and what is new.</summary>
    internal static IReadOnlyList<(string Setting, string Before, string After)> Changes(SsprPolicy before, SsprPolicy after)
    {
        var (old, wanted) = (JsonSerializer.SerializeToNode(before, SsprPolicy.Json)!.AsObject(), JsonSerializer.SerializeToNode(after, SsprPolicy.Json)!.AsObject());
        return
        [
            .. from pair in wanted
               where !JsonNode.DeepEquals(old[pair.Key], pair.Value)
               select old[pair.Key] is JsonArray gone && pair.Value is JsonArray here
                   ? (pair.Key, Short(Without(gone, here)), Short(Without(here, gone)))
                   : (pair.Key, Short(Text(old[pair.Key])), Short(Text(pair.Value))),
        ];
    }

    private static string Without(JsonArray some, JsonArray others) => string.Join(", ", some.Select(Text).Except(others.Select(Text)));

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(SsprPolicy.Json),
    };

    private static string Short(string text) => text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue - 1), "…");
}
