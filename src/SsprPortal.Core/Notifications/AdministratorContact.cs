using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Notifications;

/// <summary>What became of the wish for help.</summary>
public enum ContactOutcome
{
    /// <summary>The administrators are told.</summary>
    Told,

    /// <summary>They were told of this person in the last 24 hours; not again.</summary>
    AlreadyTold,

    /// <summary>Too many people asked, from this network or at all; nothing was sent.</summary>
    TooMany,

    /// <summary>No administrator has a mailbox; nothing was sent.</summary>
    NobodyToTell,
}

/// <summary>
/// A person who cannot get back in asks the administrators for help: one mail to each, once a day. Whether there is such a person is
/// not told here: of nobody the same is written, and not sent.
/// </summary>
public sealed class AdministratorContact(IThrottleStore throttles, Notices notices, IPolicyStore policies, IAuditLog audit, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Whether the administrators were told of this person in the last 24 hours.</summary>
    public Task<bool> IsToldAsync(Guid subjectId, CancellationToken cancellationToken) => throttles.IsExhaustedAsync(Throttle.Contacts, subjectId, cancellationToken);

    /// <summary>Tells the administrators.</summary>
    /// <param name="person">Who asks; null when there is nobody of this name.</param>
    /// <param name="subjectId">By whom it is counted: the account, or what stands for one.</param>
    /// <param name="reference">The support reference the person is shown.</param>
    /// <param name="stage">Where it stopped: the name of a step.</param>
    /// <param name="reason">Why: a support code or the name of a refusal; null when nothing was refused.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<ContactOutcome> ContactAsync(DirectoryUser? person, Guid subjectId, Guid reference, string stage, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var outcome = ContactOutcome.Told;
        await transaction.TryAsync(
            async () =>
            {
                outcome = await throttles.TryTakeAsync(Throttle.Contacts, subjectId, cancellationToken) is null ? ContactOutcome.AlreadyTold
                    : await IsTooMuchAsync(caller, cancellationToken) ? ContactOutcome.TooMany
                    : await notices.TellAdministratorsAsync(language => MessageTexts.Contact(person, stage, reason, reference, clock.GetUtcNow(), policy, language), caller.Language, person is null, cancellationToken) == 0 ? ContactOutcome.NobodyToTell
                    : ContactOutcome.Told;
                if (outcome != ContactOutcome.Told)
                    return false;
                await audit.WriteAsync(new(AuditCode.AdministratorContacted, person?.Id, reference, caller.Address, Reason: reason, Stage: stage), cancellationToken);
                return true;
            },
            cancellationToken);
        return outcome;
    }

    private async Task<bool> IsTooMuchAsync(Caller caller, CancellationToken cancellationToken) =>
        (caller.Address is { } address && await throttles.TryTakeAsync(Throttle.ContactsPerNetwork, Throttle.WideNetwork(address), cancellationToken) is null)
        || await throttles.TryTakeAsync(Throttle.ContactsOfAll, "all", cancellationToken) is null;
}
