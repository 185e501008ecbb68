namespace SsprPortal.Core.Passwords;

/// <summary>A password that passed every rule for one person; only <see cref="PasswordRules"/> makes one. Says nothing of itself.</summary>
public sealed class NewPassword
{
    private readonly string text;

    internal NewPassword(string text) => this.text = text;

    /// <summary>The password, for the one who writes it.</summary>
    public string Reveal() => text;

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(NewPassword);
}
