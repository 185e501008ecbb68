using System.Globalization;
using System.Resources;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Messages;

/// <summary>What messages say, in the language of the person (MessageTexts.resx and its translations).</summary>
public sealed class MessageTexts(PortalAddress portal)
{
    private static readonly ResourceManager Texts = new(typeof(MessageTexts));

    /// <summary>A code. The text ends in the line that lets a browser fill the code in on this site only (WICG, origin-bound one-time codes).</summary>
    public (string Subject, string Text) Code(MessageChannel channel, ChallengePurpose purpose, OneTimeCode code, TimeSpan lifetime, SsprPolicy policy, string language)
    {
        var minutes = (int)lifetime.TotalMinutes;
        return channel switch
        {
            MessageChannel.Text => ("", Get($"Code.Text.{purpose}", language, policy.OrganizationName, code.Reveal(), minutes) + $"\n\n@{portal.BaseUrl.Host} #{code.Reveal()}"),
            MessageChannel.Email => (
                Get($"Code.Email.{purpose}.Subject", language, policy.OrganizationName),
                Get($"Code.Email.{purpose}.Text", language, policy.OrganizationName, code.Reveal(), minutes)),
            // Digit by digit: nobody can write down a hundred and twenty-three thousand.
            MessageChannel.Call => ("", Get($"Code.Call.{purpose}", language, policy.OrganizationName, string.Join(", ", code.Reveal().AsEnumerable()), minutes)),
        };
    }

    /// <summary>What a call says that asks for a key to be pressed.</summary>
    public static string CallToConfirm(ChallengePurpose purpose, SsprPolicy policy, string language) => Get($"Call.{purpose}", language, policy.OrganizationName);

    /// <summary>A notice: the subject and text of a mail, and the text of a text message.</summary>
    public (string Subject, string Text, string Short) Notice(NoticeKind kind, DirectoryUser person, RegisteredMethod? entry, DateTimeOffset when, SsprPolicy policy, string language)
    {
        object[] values =
        [
            policy.OrganizationName,
            person.UserName,
            Time(when, policy, language),
            portal.To("/passwordreset"),
            entry is null ? "" : string.Format(CultureInfo.GetCultureInfo(language), MethodTexts.Get($"{entry.Kind}.Notice", language), entry.Hint),
            portal.To("/changepassword"),
            portal.To("/ssprsetup"),
        ];
        var contact = policy.ContactAddress.Length == 0 || kind == NoticeKind.AdministratorReset ? "" : "\n\n" + Get("Notice.Contact", language, policy.ContactAddress);
        return (Get($"Notice.{kind}.Subject", language, values), Get($"Notice.{kind}.Text", language, values) + contact, Get($"Notice.{kind}.Short", language, values));
    }

    /// <summary>What administrators are told when the portal has sent most or all of the messages that it may.</summary>
    internal static (string Subject, string Text) Sending(bool stopped, Throttle limit, int sent, DateTimeOffset when, SsprPolicy policy, string language)
    {
        var name = stopped ? "Sending.Stopped" : "Sending.Near";
        var window = Get(limit.Window > TimeSpan.FromHours(1) ? "Sending.Day" : "Sending.Hour", language);
        object[] values = [policy.OrganizationName, sent, limit.Limit, window, Time(when, policy, language)];
        return (Get($"{name}.Subject", language, values), Get($"{name}.Text", language, values));
    }

    /// <summary>A message that an administrator sends to see whether it arrives.</summary>
    internal static (string Subject, string Text) Test(MessageChannel channel, DateTimeOffset when, SsprPolicy policy, string language) =>
        (channel == MessageChannel.Email ? Get("Test.Subject", language, policy.OrganizationName) : "", Get("Test.Text", language, policy.OrganizationName, Time(when, policy, language)));

    /// <summary>What administrators are told of a person who cannot get back in. Of nobody when there is no such person: then it is not sent.</summary>
    internal static (string Subject, string Text) Contact(DirectoryUser? person, string stage, string? reason, Guid reference, DateTimeOffset when, SsprPolicy policy, string language)
    {
        // A step without words of its own is told by its name, as the audit tells it.
        var culture = CultureInfo.GetCultureInfo(language);
        var where = Texts.GetString($"Contact.Stage.{stage}", culture) ?? stage;
        var why = reason is null ? "–" : Texts.GetString($"Contact.Reason.{reason}", culture) ?? reason;
        object[] values = [policy.OrganizationName, person?.UserName ?? "", person?.DisplayName ?? "", Time(when, policy, language), where, why, reference.ToString("D")];
        return (Get("Contact.Subject", language, values), Get("Contact.Text", language, values));
    }

    private static string Get(string name, string language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var text = Texts.GetString(name, culture) ?? throw new InvalidOperationException($"No text is called {name}.");
        return string.Format(culture, text, values);
    }

    private static string Time(DateTimeOffset when, SsprPolicy policy, string language)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone);
        var local = TimeZoneInfo.ConvertTime(when, zone);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : "UTC" + local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString("f", CultureInfo.GetCultureInfo(language))} ({offset})";
    }
}
