using System.Diagnostics.CodeAnalysis;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Where a sign-in leads. Pages are known by name, never by address (C19 of the security notes).</summary>
internal static class Next
{
    private const string Setup = "ssprsetup";
    private const string ChangePassword = "changepassword";
    private const string Administration = "admin";

    /// <summary>The query that carries the name on, with its question mark; empty for a name there is not.</summary>
    public static string Query(string? to) => Read(to) is { } name ? "?to=" + name : "";

    /// <summary>The name, when there is a page of that name.</summary>
    public static string? Read(string? to) =>
        to is Setup or ChangePassword or Administration || IsWithin(Setup, to) || IsWithin(Administration, to) ? to : null;

    /// <summary>Whether it is a page of the administration, which takes more than the password from everybody.</summary>
    public static bool IsAdministration(string? to) => to == Administration || IsWithin(Administration, to);

    /// <summary>The page.</summary>
    public static string Page(string? to) => Read(to) switch
    {
        null => "/profile",
        Setup => "/ssprsetup",
        ChangePassword => "/changepassword",
        Administration => "/admin",
        var name when IsWithin(Administration, name) => "/admin/" + name[(Administration.Length + 1)..],
        var name => "/ssprsetup/" + name[(Setup.Length + 1)..],
    };

    private static bool IsWithin(string section, [NotNullWhen(true)] string? name) =>
        name is { Length: <= 48 } && name.StartsWith(section + "-", StringComparison.Ordinal) && name[(section.Length + 1)..].All(c => char.IsAsciiLetterLower(c) || c == '-');

    /// <summary>The page after a sign-in that has just been completed: a new password before all, and what else the person is asked for, unless that is where the person goes.</summary>
    public static async Task<string> AfterSignInAsync(string? to, SignedInPerson who, RegistrationService registration, CancellationToken cancellationToken) =>
        who.NeedsNewPassword ? Page(ChangePassword) : Read(to) is not null ? Page(to) : await registration.DueAsync(who, cancellationToken) switch
        {
            RegistrationDue.Nothing => Page(to),
            RegistrationDue.Register => "/ssprsetup/required",
            RegistrationDue.Review => "/ssprsetup/review",
        };
}
