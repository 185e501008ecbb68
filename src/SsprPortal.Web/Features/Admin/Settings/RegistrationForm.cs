using System.Globalization;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What people are asked to register, and when.</summary>
public sealed class RegistrationForm : SettingsForm
{
    /// <summary>Whether people who have not registered enough are asked to at every sign-in.</summary>
    public bool AsksToRegister { get; set; }

    /// <summary>For how many gates, as it was typed.</summary>
    public string? GatesToRegister { get; set; }

    /// <summary>After how many days it is to be looked at again, as it was typed.</summary>
    public string? ReviewDays { get; set; }

    /// <summary>Days between reminders, 0 for none; as it was typed.</summary>
    public string? ReminderDays { get; set; }

    /// <summary>How many reminders at most, as it was typed.</summary>
    public string? MaxReminders { get; set; }

    /// <summary>Who proves more than the password at sign-in: the name of a <see cref="SecondFactorScope"/>.</summary>
    public string? SecondFactor { get; set; }

    internal override string Page => "Registration";

    internal override bool ShowsEffect => true;

    internal static RegistrationForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        AsksToRegister = stored.Policy.AsksToRegister,
        GatesToRegister = stored.Policy.GatesToRegister.ToString(CultureInfo.InvariantCulture),
        ReviewDays = stored.Policy.ReviewDays.ToString(CultureInfo.InvariantCulture),
        ReminderDays = stored.Policy.ReminderDays.ToString(CultureInfo.InvariantCulture),
        MaxReminders = stored.Policy.MaxReminders.ToString(CultureInfo.InvariantCulture),
        SecondFactor = stored.Policy.SecondFactor.ToString(),
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        var gates = reading.Number(nameof(GatesToRegister), GatesToRegister, 1, 3);
        if (gates < policy.GatesRequired)
            reading.Refuse(nameof(GatesToRegister), "Registration.FewerThanRequired", policy.GatesRequired);
        return policy with
        {
            AsksToRegister = AsksToRegister,
            GatesToRegister = gates,
            ReviewDays = reading.Number(nameof(ReviewDays), ReviewDays, 0, 730),
            ReminderDays = reading.Number(nameof(ReminderDays), ReminderDays, 0, 90),
            MaxReminders = reading.Number(nameof(MaxReminders), MaxReminders, 1, 10),
            SecondFactor = reading.Choice<SecondFactorScope>(nameof(SecondFactor), SecondFactor),
        };
    }
}
