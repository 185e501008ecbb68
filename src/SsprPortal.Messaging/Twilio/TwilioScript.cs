using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Twilio;

/// <summary>Writes TwiML.</summary>
internal sealed partial class TwilioScript : ICallScript
{
    private const int SecondsForKey = 5;
    private const int SecondsBetweenTimes = 2;

    /// <inheritdoc/>
    public string Write(string text, string language, int times, Uri? confirmAt)
    {
        // Waiting for a key is the pause between two times; one outside would lose the key that is pressed in it.
        var response = new XElement("Response", Enumerable.Range(0, times).Select(time => confirmAt is null
            ? [.. time > 0 ? [Pause(SecondsBetweenTimes)] : Array.Empty<XElement>(), .. Speak(text, language)]
            : new[] { Gather(confirmAt, Speak(text, language)) }));
        response.Add(new XElement("Hangup"));
        return response.ToString(SaveOptions.DisableFormatting);
    }

    // Without a key that finishes, # is a key like any other, and is reported as one.
    private static XElement Gather(Uri confirmAt, IEnumerable<XElement> spoken) => new(
        "Gather",
        new XAttribute("input", "dtmf"),
        new XAttribute("numDigits", 1),
        new XAttribute("finishOnKey", ""),
        new XAttribute("timeout", SecondsForKey),
        new XAttribute("action", confirmAt.AbsoluteUri),
        new XAttribute("method", "POST"),
        spoken);

    private static IEnumerable<XElement> Speak(string text, string language) =>
        EmptyLines().Split(Speakable(text).Trim()).SelectMany((paragraph, number) => number == 0 ? new[] { Say(paragraph, language) } : [Pause(1), Say(paragraph, language)]);

    // The voice is named: Twilio's default one does not speak every language.
    private static XElement Say(string text, string language)
    {
        var (locale, voice) = language == "ja" ? ("ja-JP", "Polly.Mizuki") : ("en-US", "Polly.Joanna");
        return new("Say", new XAttribute("language", locale), new XAttribute("voice", voice), text);
    }

    private static XElement Pause(int seconds) => new("Pause", new XAttribute("length", seconds));

    // Whatever XML cannot carry: halves of characters become U+FFFD, control characters a space.
    private static string Speakable(string text)
    {
        var speakable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            speakable.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? " " : rune.ToString());
        return speakable.ToString();
    }

    [GeneratedRegex(@"(?:\r?\n[ \t]*){2,}")]
    private static partial Regex EmptyLines();
}
