using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Administration;

/// <summary>What can be written of an account.</summary>
public enum AccountField
{
    /// <summary>The name people sign in with.</summary>
    UserName,

    /// <summary>The name the organisation uses for the person.</summary>
    DisplayName,

    /// <summary>The organisation's own address of the person.</summary>
    Mail,

    /// <summary>The person's mobile phone, as the organisation knows it.</summary>
    MobilePhone,

    /// <summary>Another address of the person, as the organisation knows it.</summary>
    AlternateMail,

    /// <summary>The organisation's phone of the person.</summary>
    OfficePhone,

    /// <summary>What the person reads.</summary>
    Language,

    /// <summary>The groups the person is in, directly.</summary>
    Groups,

    /// <summary>Whether the account may be used.</summary>
    Enabled,

    /// <summary>Whether policy lets the password grow as old as it will.</summary>
    PasswordNeverExpires,
}

/// <summary>Why a value cannot be written.</summary>
public enum AccountFaultReason
{
    /// <summary>It must be given.</summary>
    Missing,

    /// <summary>It has more characters than are kept.</summary>
    TooLong,

    /// <summary>It cannot be a user name.</summary>
    NotAUserName,

    /// <summary>Another account has this user name.</summary>
    UserNameTaken,

    /// <summary>Not an email address.</summary>
    NotAnAddress,

    /// <summary>The person holds a role: how such a person is reached, and whether the account may be used, is not written by way of a list.</summary>
    HoldsRole,

    /// <summary>The mailbox that is opened with the very password a reset is for.</summary>
    OwnMailbox,

    /// <summary>Not a phone number.</summary>
    NotAPhoneNumber,

    /// <summary>A phone number that no country has.</summary>
    ImpossibleNumber,

    /// <summary>A phone number that costs more than others.</summary>
    PremiumNumber,

    /// <summary>A phone number of a country that the organisation does not send to.</summary>
    CountryNotAllowed,

    /// <summary>Neither "en" nor "ja".</summary>
    UnknownLanguage,

    /// <summary>There is no such group.</summary>
    UnknownGroup,

    /// <summary>The account is one of the organisation's directory, and written there.</summary>
    FromDirectory,

    /// <summary>People do not disable or delete the account they act with.</summary>
    OwnAccount,
}

/// <summary>A value that cannot be written, and why.</summary>
/// <param name="Field">Which.</param>
/// <param name="Reason">Why.</param>
public sealed record AccountFault(AccountField Field, AccountFaultReason Reason);

/// <summary>What became of writing an account.</summary>
public enum AccountResult
{
    /// <summary>It is there now.</summary>
    Created,

    /// <summary>It is as it was asked for now.</summary>
    Changed,

    /// <summary>It was so already; nothing was written.</summary>
    Unchanged,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>There is no such account; nothing was written.</summary>
    NotFound,

    /// <summary>Something of it cannot be written, as <see cref="AccountOutcome.Faults"/> say; nothing was.</summary>
    Invalid,

    /// <summary>It is not the version any more that was to be changed; nothing was written.</summary>
    Conflict,
}

/// <summary>What became of one account.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Id">The account; null when there is none.</param>
/// <param name="Faults">What cannot be written.</param>
public sealed record AccountOutcome(AccountResult Result, Guid? Id, params IReadOnlyList<AccountFault> Faults);

/// <summary>What is to be written of an account, or what there is of it. Null leaves a value as it is; an empty text removes it.</summary>
public sealed record AccountValues
{
    /// <summary>The name people sign in with; an account always has one.</summary>
    public string? UserName { get; init; }

    /// <summary>The name the organisation uses for the person; without one, the user name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The organisation's own address of the person.</summary>
    public string? Mail { get; init; }

    /// <summary>The person's mobile phone, as the organisation knows it: for verification only where policy trusts it.</summary>
    public string? MobilePhone { get; init; }

    /// <summary>Another address of the person, as the organisation knows it: for verification only where policy trusts it.</summary>
    public string? AlternateMail { get; init; }

    /// <summary>The organisation's phone of the person, perhaps with an extension: "+81 312345678X1234".</summary>
    public string? OfficePhone { get; init; }

    /// <summary>"en" or "ja".</summary>
    public string? Language { get; init; }

    /// <summary>Whether the account may be used; a new one may.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether policy lets the password grow as old as it will; that of a new account does not.</summary>
    public bool? PasswordNeverExpires { get; init; }

    /// <summary>The groups the person is in, directly.</summary>
    public IReadOnlySet<Guid>? Groups { get; init; }

    /// <summary>Which version of the account this is, or is to be changed; null for whatever there is. Every change, also of the password, makes another.</summary>
    public string? Version { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(AccountValues);
}

/// <summary>
/// The portal's own accounts, as those who administer write them. Each write is a transaction with its entry in the audit, or a part of
/// the running one. A new account has no password: the person sets one by a reset, which the contact data makes possible. Who has an
/// account already is told where they were reached before, and waits a day for what is new (<see cref="DirectoryUser.ContactHold"/>).
/// An account that may not be used any more has no sessions.
/// </summary>
public interface IAccounts
{
    /// <summary>What there is of an account; null when there is none.</summary>
    Task<AccountValues?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Creates an account.</summary>
    Task<AccountOutcome> CreateAsync(AccountValues values, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Changes an account.</summary>
    Task<AccountOutcome> ChangeAsync(Guid id, AccountValues values, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Deletes an account with everything that was registered for it; the audit stays.</summary>
    Task<AccountOutcome> DeleteAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>
    /// Creates or changes many, by user name, each all or not at all, in a fixed number of statements, and some for each person who is told of a change.
    /// </summary>
    /// <param name="batch">What is to be written; each user name once, and some hundreds at most.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One outcome for each, in the order of the batch.</returns>
    Task<IReadOnlyList<AccountOutcome>> WriteAsync(IReadOnlyList<AccountValues> batch, Actor actor, Caller caller, CancellationToken cancellationToken);
}
