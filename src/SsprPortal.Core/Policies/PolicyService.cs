using System.Text.Json;
using System.Text.Json.Nodes;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityQuestions;

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

    /// <summary>No method is left; nothing was written.</summary>
    NoMethod,

    /// <summary>There is no such method, or policy does not decide on it; nothing was written.</summary>
    UnknownMethod,

    /// <summary>No administrator who can sign in would have anything left to prove more than the password by: nobody would get into the administration any more. Nothing was written.</summary>
    LocksOut,

    /// <summary>It names too many groups, or one that there is not; nothing was written.</summary>
    GroupsRefused,

    /// <summary>It gives another text to the id of a question: people answered the old one. Nothing was written.</summary>
    QuestionRefused,

    /// <summary>It names a logo that nobody uploaded; nothing was written.</summary>
    UnknownLogo,

    /// <summary>A setting of the directory could never work; nothing was written.</summary>
    DirectoryRefused,

    /// <summary>The password of the portal's account would go elsewhere, or there is none: it must be typed (again). Nothing was written.</summary>
    DirectoryPasswordMissing,
}

/// <summary>An administrator changes the policy: one conditional write, and in the audit who changed what from what to what.</summary>
public sealed class PolicyService(
    IPolicyStore policies, VerificationMethods methods, IDirectory directory, IRegistrationStore registrations, IGroups groups, ILogos logos, IDirectoryPasswords passwords, IAuditLog audit, ITransaction transaction)
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
    /// <param name="logo">The logo that the policy names, when it was uploaded with it.</param>
    /// <param name="directoryPassword">The password of the portal's account in the directory, when it was typed; null keeps the one there is.</param>
    public async Task<PolicySave> SaveAsync(SsprPolicy wanted, int version, Actor actor, Caller caller, CancellationToken cancellationToken, Logo? logo = null, string? directoryPassword = null)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(caller);
        var stored = await policies.ReadAsync(cancellationToken);
        if (stored.Version != version)
            return PolicySave.Conflict;
        var after = wanted.Checked();
        if ((wanted.Directory is not null && after.Directory is null) || (directoryPassword is not null && !DirectorySettings.IsPassword(directoryPassword)))
            return PolicySave.DirectoryRefused;
        after = after with { Directory = after.Directory is { } named ? named with { PasswordId = directoryPassword is null ? stored.Policy.Directory?.PasswordId ?? Guid.Empty : Guid.NewGuid() } : null };
        var changes = Changes(stored.Policy, after);
        if (changes.Count == 0)
            return PolicySave.Unchanged;
        PolicySave? refused = null;
        var saved = await transaction.TryAsync(
            async () =>
            {
                if (logo is not null)
                    await logos.KeepAsync(logo, cancellationToken);
                refused = await RefusalAsync(stored.Policy, after, cancellationToken);
                if (refused is not null || !await policies.TryWriteAsync(after, version, actor.Name, cancellationToken))
                    return false;
                if (after.Directory?.PasswordId != stored.Policy.Directory?.PasswordId)
                    await passwords.ReplaceAsync(after.Directory?.PasswordId ?? Guid.Empty, after.Directory is null ? null : directoryPassword, cancellationToken);
                foreach (var (setting, before, after) in changes)
                    await audit.WriteAsync(new(AuditCode.PolicyChanged, null, null, caller.Address, Reason: $"{before} → {after}", Stage: setting, ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return saved ? PolicySave.Saved : refused ?? PolicySave.Conflict;
    }

    // Only what is new is looked at: what stands there already, an installation may have lost.
    private async Task<PolicySave?> RefusalAsync(SsprPolicy before, SsprPolicy after, CancellationToken cancellationToken)
    {
        if (after.Methods.Count == 0)
            return PolicySave.NoMethod;
        if (after.Methods.Except(before.Methods).Any(id => methods.Find(id) is not { Class: not MethodClass.Vouched }))
            return PolicySave.UnknownMethod;
        if (after.SelectedGroups.Count + after.ExcludedGroups.Count > SsprPolicy.MaxGroups)
            return PolicySave.GroupsRefused;
        List<Guid> added = [.. after.SelectedGroups.Concat(after.ExcludedGroups).Except(before.SelectedGroups.Concat(before.ExcludedGroups))];
        if (added.Count > 0 && await groups.HoldAsync(added, cancellationToken) != added.Count)
            return PolicySave.GroupsRefused;
        foreach (var question in after.CustomQuestions.Except(before.CustomQuestions))
        {
            if (SecurityQuestion.BuiltIn.Any(each => each.Id == question.Id) || before.CustomQuestions.Any(each => each.Id == question.Id) || await policies.HasNamedAsync(question.Id, cancellationToken))
                return PolicySave.QuestionRefused;
        }

        if (after.Logo != before.Logo && after.Logo.Length > 0 && await logos.FindAsync(after.Logo, cancellationToken) is null)
            return PolicySave.UnknownLogo;
        // Whoever holds an administrator's session does not get the stored password sent to a server of their own.
        if (after.Directory is { } now && now.PasswordId == (before.Directory?.PasswordId ?? Guid.Empty) && (now.PasswordId == Guid.Empty || !now.SendsPasswordLike(before.Directory!)))
            return PolicySave.DirectoryPasswordMissing;
        return IsNarrower(before, after) && await IsAdministeredAsync(before, cancellationToken) && !await IsAdministeredAsync(after, cancellationToken) ? PolicySave.LocksOut : null;
    }

    private static bool IsNarrower(SsprPolicy before, SsprPolicy after) =>
        before.Methods.Except(after.Methods).Any() || before.AllowedPhoneCountries().Except(after.AllowedPhoneCountries()).Any() || (before.Directory is not null && after.Directory is null);

    // Whether an administrator who can sign in, by a directory that there is or without one, has registered something that proves more than the password.
    private async Task<bool> IsAdministeredAsync(SsprPolicy policy, CancellationToken cancellationToken)
    {
        foreach (var person in await directory.AdministratorsAsync(Notices.MaxAdministrators, cancellationToken))
        {
            if (person.IsFromDirectory && policy.Directory is null)
                continue;
            var registered = await registrations.ListAsync(person.Id, cancellationToken);
            if (Eligibility.Usable(methods, policy, person, registered).Any(each => each.Method.IsSecondFactor))
                return true;
        }

        return false;
    }

    /// <summary>The settings in which two policies differ: name, value before, value after; of a list, what is gone and what is new.</summary>
    internal static IReadOnlyList<(string Setting, string Before, string After)> Changes(SsprPolicy before, SsprPolicy after) =>
        [.. Changes("", JsonSerializer.SerializeToNode(before, SsprPolicy.Json) as JsonObject, JsonSerializer.SerializeToNode(after, SsprPolicy.Json) as JsonObject)];

    private static IEnumerable<(string Setting, string Before, string After)> Changes(string within, JsonObject? old, JsonObject? wanted) =>
        from key in (wanted ?? old)!.Select(pair => pair.Key)
        let gone = old?[key]
        let here = wanted?[key]
        where !JsonNode.DeepEquals(gone, here)
        from change in (gone ?? here) switch
        {
            JsonObject => Changes($"{within}{key}.", gone as JsonObject, here as JsonObject),
            JsonArray => [(within + key, Short(Without(gone as JsonArray ?? [], here as JsonArray ?? [])), Short(Without(here as JsonArray ?? [], gone as JsonArray ?? [])))],
            _ => [(within + key, Short(Text(gone)), Short(Text(here)))],
        }
        select change;

    private static string Without(JsonArray some, JsonArray others) => string.Join(", ", some.Select(Text).Except(others.Select(Text)));

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(SsprPolicy.Json),
    };

    private static string Short(string text) => text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue - 1), "…");
}
