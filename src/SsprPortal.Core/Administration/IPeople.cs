using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Administration;

/// <summary>A person that a search found.</summary>
/// <param name="Id">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="DisplayName">The name the organisation uses.</param>
/// <param name="Mail">The organisation's own address of the person.</param>
/// <param name="Enabled">Whether the account may be used.</param>
public sealed record FoundPerson(Guid Id, string UserName, string DisplayName, string? Mail, bool Enabled);

/// <summary>A page of people.</summary>
/// <param name="People">In the order of what they were found by.</param>
/// <param name="Next">What the next page is asked for with; null when this is the last.</param>
public sealed record FoundPeople(IReadOnlyList<FoundPerson> People, string? Next);

/// <summary>One entry of the audit, as it is shown beside a person.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Code">What happened.</param>
/// <param name="Result">How it ended, where that is counted.</param>
/// <param name="MethodId">The verification method, when one was involved.</param>
/// <param name="Address">From which IP address.</param>
/// <param name="By">The user name of whoever did it, when it was not the person.</param>
public sealed record Activity(DateTimeOffset At, AuditCode Code, string? Result, string? MethodId, string? Address, string? By);

/// <summary>The people who have an account, as those who administer look for them. What is asked costs the same however many there are.</summary>
public interface IPeople
{
    /// <summary>People whose user name, mail address, name or a word of it begins with a text, each once; everybody by user name without a text. One statement.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="after"><see cref="FoundPeople.Next"/> of the page before; null, or what is none, for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<FoundPeople> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken);

    /// <summary>The roles that somebody holds.</summary>
    Task<IReadOnlySet<PortalRole>> RolesAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>What happened to somebody last, newest first.</summary>
    Task<IReadOnlyList<Activity>> ActivityAsync(Guid userId, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Lets somebody hold exactly these roles. Belongs into a transaction: whoever changes an administrator's role or account waits for
    /// the one before. False when nobody who can sign in would be an administrator then.
    /// </summary>
    Task<bool> TrySetRolesAsync(Guid userId, IReadOnlySet<PortalRole> roles, CancellationToken cancellationToken);

    /// <summary>Lets an account be used or not; see <see cref="TrySetRolesAsync"/>.</summary>
    Task<bool> TrySetEnabledAsync(Guid userId, bool enabled, CancellationToken cancellationToken);
}
