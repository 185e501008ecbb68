using System.Globalization;
using System.Resources;
using SsprPortal.Core.Messages;
using SsprPortal.Web.Resources;

namespace SsprPortal.Browser.Tests;

/// <summary>The words a person of one language looks for on the pages.</summary>
public sealed class Texts(string language)
{
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    public string SignIn(string key, params object[] values) => Get(typeof(SignInTexts), key, values);

    public string Profile(string key, params object[] values) => Get(typeof(ProfileTexts), key, values);

    public string Registration(string key, params object[] values) => Get(typeof(RegistrationTexts), key, values);

    public string Recovery(string key, params object[] values) => Get(typeof(RecoveryTexts), key, values);

    public string Shared(string key, params object[] values) => Get(typeof(SharedTexts), key, values);

    /// <summary>A message of the demonstration organisation.</summary>
    public string Message(string key) => Get(typeof(MessageTexts), key, "Contoso");

    private string Get(Type texts, string key, params object[] values) => string.Format(
        culture, new ResourceManager(texts).GetString(key, culture) ?? throw new InvalidOperationException($"No text is called {key}."), values);
}
