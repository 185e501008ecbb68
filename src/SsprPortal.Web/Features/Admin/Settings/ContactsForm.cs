using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the organisation knows of people that may prove them.</summary>
public sealed class ContactsForm : SettingsForm
{
    /// <summary>The kinds that were ticked, of <see cref="SsprPolicy.Contacts"/>.</summary>
    public IList<string> Trusted { get; } = [];

    internal override string Page => "Contacts";

    internal override bool ShowsEffect => true;

    internal static ContactsForm Of(StoredPolicy stored)
    {
        var form = new ContactsForm { Version = stored.Version };
        foreach (var kind in stored.Policy.TrustedContacts)
            form.Trusted.Add(kind);
        return form;
    }

    // What is no kind is nobody's mistake.
    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading) => policy with { TrustedContacts = [.. SsprPolicy.Contacts.Intersect(Trusted)] };
}
