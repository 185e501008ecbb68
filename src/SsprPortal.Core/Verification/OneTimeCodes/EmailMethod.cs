using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A code by email to an address other than the one this very password opens.</summary>
public sealed class EmailMethod(IKeyedHash hash, MessageTexts texts) : CodeMethod(hash, texts)
{
    private const string Concealed = "••••@••••";

    /// <inheritdoc/>
    public override string Id => "email";

    /// <inheritdoc/>
    public override MethodClass Class => MethodClass.Mailbox;

    /// <inheritdoc/>
    public override string RegistrationKind => "email";

    /// <summary>Ten minutes: mail is slower than a text (N3; OWASP ASVS 6.5.5 allows no more).</summary>
    public override TimeSpan Lifetime => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override bool AsksForTarget => false;

    /// <inheritdoc/>
    protected override MessageChannel Carrier => MessageChannel.Email;

    /// <inheritdoc/>
    public override bool? IsTarget(string registered, string? typed, SsprPolicy policy) =>
        EmailAddress.Read(typed) is { } address
            ? CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(address.Key), Encoding.UTF8.GetBytes(TargetKey(registered)))
            : null;

    /// <summary>Nobody tells mailboxes apart by case.</summary>
    public override string TargetKey(string target) => EmailAddress.Read(target)?.Key ?? target;

    /// <summary>Never the mailbox that is opened with the very password.</summary>
    public override RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) =>
        policy.Trusts(RegistrationKind) && Draft(person.AlternateMail, person) is { Refusal: null } draft
            ? new(Guid.Empty, person.Id, RegistrationKind, HintOf(draft.Target), draft.Target, default)
            : null;

    /// <summary>A mailbox in a domain that nobody can have (RFC 2606).</summary>
    public override DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => new($"{Convert.ToHexStringLower(seed[..8])}@decoy.invalid", Concealed);

    /// <summary>Nothing of the address: people's mailboxes begin with their initials and end with few domains.</summary>
    public override string ConcealedHint(RegisteredMethod entry) => Concealed;

    /// <inheritdoc/>
    public override string HintOf(string target) => EmailAddress.Read(target)?.Masked ?? "";

    /// <inheritdoc/>
    public override Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult(Draft(input.Target, person));

    private static EnrolmentDraft Draft(string? typed, DirectoryUser person)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return EnrolmentDraft.Refused(TargetRefusal.Missing);
        if (EmailAddress.Read(typed) is not { } address)
            return EnrolmentDraft.Refused(TargetRefusal.NotAnAddress);
        // The user name is the mailbox in most organisations, whether or not the directory says so.
        string?[] own = [person.Mail, person.UserName];
        return own.Any(mail => EmailAddress.Read(mail)?.Mailbox == address.Mailbox) ? EnrolmentDraft.Refused(TargetRefusal.OwnMailbox) : new(address.Value);
    }
}
