using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Who is told when something was done.</summary>
public sealed class NotificationsForm : SettingsForm
{
    /// <summary>Whether people are told of a reset and an unlock.</summary>
    public bool NotifiesPeople { get; set; }

    /// <summary>Whether all administrators are told of the reset of one of them.</summary>
    public bool NotifiesAdministrators { get; set; }

    internal override string Page => "Notifications";

    internal static NotificationsForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        NotifiesPeople = stored.Policy.NotifiesPeople,
        NotifiesAdministrators = stored.Policy.NotifiesAdministrators,
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading) => policy with { NotifiesPeople = NotifiesPeople, NotifiesAdministrators = NotifiesAdministrators };
}
