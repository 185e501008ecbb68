using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>A person, as those who administer see them.</summary>
/// <param name="File">What is known of the person.</param>
/// <param name="Activity">What happened to the person last.</param>
/// <param name="Who">Who looks.</param>
/// <param name="Methods">The methods there are.</param>
/// <param name="Now">When it is looked at (UTC).</param>
/// <param name="Done">What was just done; names its text.</param>
public sealed record PersonPage(PersonFile File, IReadOnlyList<Activity> Activity, SignedInPerson Who, VerificationMethods Methods, DateTimeOffset Now, string? Done)
{
    /// <summary>How many of the last outcomes are shown.</summary>
    internal const int Entries = 20;

    /// <summary>The organisation's policy.</summary>
    public SsprPolicy Policy => File.Standing.Policy;

    /// <summary>When the password must be changed (UTC); null when it need never be.</summary>
    public DateTimeOffset? PasswordExpiresAt => Policy.PasswordExpiresAt(File.Person);

    /// <summary>Whether it must be changed by now.</summary>
    public bool IsPasswordTooOld => PasswordExpiresAt <= Now;

    /// <summary>Whether whoever looks may help this person.</summary>
    public bool MayHelp => Who.Roles.Any(role => role is PortalRole.Administrator or PortalRole.HelpDesk) && HelpDesk.MayActOn(File.Person, Who);

    /// <summary>Whether a code of the help desk would open anything for this person.</summary>
    public bool MayBeVouchedFor => Core.Recovery.Eligibility.MayBeVouchedFor(File.Usable);

    /// <summary>Whether whoever looks may change this person's roles and account.</summary>
    public bool MayAdminister => Who.Roles.Contains(PortalRole.Administrator) && Who.UserId != File.Person.Id;

    /// <summary>What may be shown of an entry.</summary>
    public string Hint(RegisteredMethod entry) => Methods.All.FirstOrDefault(method => method.RegistrationKind == entry.Kind)?.Hint(entry) ?? entry.Hint;

    /// <summary>The drawing that stands for an entry.</summary>
    public string Icon(RegisteredMethod entry) => Methods.All.FirstOrDefault(method => method.RegistrationKind == entry.Kind)?.Icon ?? "password";
}
