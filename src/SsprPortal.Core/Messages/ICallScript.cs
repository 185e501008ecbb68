namespace SsprPortal.Core.Messages;

/// <summary>Writes down for the provider of calls what it is to say.</summary>
public interface ICallScript
{
    /// <summary>Says a text, then hangs up.</summary>
    /// <param name="text">What is spoken; paragraphs are parted by an empty line, and by a pause.</param>
    /// <param name="language">The language of the voice, "en" or "ja".</param>
    /// <param name="times">How often it is said.</param>
    /// <param name="confirmAt">Where a key is reported, for which it waits each time; null when there is nothing to press.</param>
    /// <returns>An XML document.</returns>
    string Write(string text, string language, int times, Uri? confirmAt);
}
