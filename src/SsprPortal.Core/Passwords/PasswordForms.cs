namespace SsprPortal.Core.Passwords;

/// <summary>What a password is looked up as in lists that are here: as it was typed, in lower case, and with the usual substitutions undone.</summary>
public static class PasswordForms
{
    /// <summary>The forms, each once.</summary>
    public static IEnumerable<string> Of(string password) => new[] { password, PlainForm.Folded(password), PlainForm.Of(password) }.Distinct(StringComparer.Ordinal);
}
