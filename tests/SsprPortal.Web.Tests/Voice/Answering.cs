using SsprPortal.Core.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Voice;

/// <summary>The called person, played by the development inbox.</summary>
internal static class Answering
{
    /// <summary>The call that something makes, as soon as its provider has taken it.</summary>
    public static async Task<OutgoingMessage> CallAfterAsync(this PortalHost portal, string to, Func<Task> make)
    {
        var before = CallsTo(portal, to).Count;
        await make();
        var call = await Eventually.GetAsync(() => CallsTo(portal, to).ElementAtOrDefault(before), $"a call to {to}");
        await portal.SentAsync(call.Id);
        return call;
    }

    /// <summary>Presses # in a call; the errors of the inbox.</summary>
    public static async Task<IReadOnlyList<string>> PressAsync(this PortalHost portal, OutgoingMessage call)
    {
        var phone = portal.NewBrowser();
        await phone.OpenAsync("/development/inbox");
        await phone.PostAsync("/development/inbox/press", new Dictionary<string, string> { ["id"] = call.Id.ToString(), ["antiforgery"] = phone.Antiforgery });
        Assert.Equal(200, (int)phone.Status);
        return phone.Errors;
    }

    private static List<OutgoingMessage> CallsTo(PortalHost portal, string to) =>
        [.. portal.Messages.Reverse().Where(message => message.To == to && message is { Channel: MessageChannel.Call, ConfirmAt: not null })];
}
