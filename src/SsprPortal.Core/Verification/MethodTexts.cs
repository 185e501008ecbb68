using System.Globalization;
using System.Resources;

namespace SsprPortal.Core.Verification;

/// <summary>What the methods are called and what pages say of them (MethodTexts.resx and its translations): all the words a new method brings.</summary>
public sealed class MethodTexts
{
    private static readonly ResourceManager Texts = new(typeof(MethodTexts));

    private MethodTexts()
    {
    }

    /// <summary>A text.</summary>
    /// <exception cref="InvalidOperationException">No text is called so.</exception>
    public static string Get(string name, string language) =>
        Texts.GetString(name, CultureInfo.GetCultureInfo(language)) ?? throw new InvalidOperationException($"No text is called {name}.");
}
