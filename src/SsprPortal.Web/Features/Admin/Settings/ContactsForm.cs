using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the organisation knows of people that may prove them.</summary>
public sealed class ContactsForm : SettingsForm
{
    /// <summary>Whether the office phone does.</summary>
    public bool Office { get; set; }

    /// <summary>Whether the mobile phone does.</summary>
    public bool Mobile { get; set; }

    /// <summary>Whether the alternate address does.</summary>
    public bool Email { get; set; }

    internal override string Page => "Contacts";

    internal override bool ShowsEffect => true;

    internal static ContactsForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        Office = stored.Policy.Trusts("office"),
        Mobile = stored.Policy.Trusts("mobile"),
        Email = stored.Policy.Trusts("email"),
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        (string Kind, bool Trusted)[] all = [("office", Office), ("mobile", Mobile), ("email", Email)];
        return policy with { TrustedContacts = [.. all.Where(each => each.Trusted).Select(each => each.Kind)] };
    }
}
