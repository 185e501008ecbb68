using System.Globalization;
using System.Resources;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityQuestions;
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

    public string Challenge(string key, params object[] values) => Get(typeof(ChallengeTexts), key, values);

    public string Password(string key, params object[] values) => Get(typeof(PasswordTexts), key, values);

    public string ChangePassword(string key, params object[] values) => Get(typeof(ChangePasswordTexts), key, values);

    public string Contact(string key, params object[] values) => Get(typeof(ContactAdministratorTexts), key, values);

    public string Development(string key, params object[] values) => Get(typeof(DevelopmentTexts), key, values);

    /// <summary>What a method says of itself, for example "sms.Name".</summary>
    public string Method(string key, params object[] values) => string.Format(culture, MethodTexts.Get(key, language), values);

    /// <summary>A built-in security question.</summary>
    public string Question(string id) => new SecurityQuestion(id).Text(language);

    public string Shared(string key, params object[] values) => Get(typeof(SharedTexts), key, values);

    /// <summary>A message of the demonstration organisation.</summary>
    public string Message(string key) => Get(typeof(MessageTexts), key, "Contoso");

    /// <summary>A text of any page.</summary>
    public string Of<T>(string key, params object[] values) => Get(typeof(T), key, values);

    private string Get(Type texts, string key, params object[] values) => string.Format(
        culture, new ResourceManager(texts).GetString(key, culture) ?? throw new InvalidOperationException($"No text is called {key}."), values);
}
