using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Where a sign-in leads. Pages are known by name, never by address (C19 of the security notes).</summary>
internal static class Next
{
    private const string Setup = "ssprsetup";
    private const string ChangePassword = "changepassword";

    /// <summary>The query that carries the name on, with its question mark; empty for a name there is not.</summary>
    public static string Query(string? to) => Read(to) is { } name ? "?to=" + name : "";

    /// <summary>The name, when there is a page of that name.</summary>
    public static string? Read(string? to) =>
        to is Setup or ChangePassword || to is { Length: <= 48 } && to.StartsWith(Setup + "-", StringComparison.Ordinal) && to[(Setup.Length + 1)..].All(c => char.IsAsciiLetterLower(c) || c == '-') ? to : null;

    /// <summary>The page.</summary>
    public static string Page(string? to) => Read(to) switch
    {
        null => "/profile",
        Setup => "/ssprsetup",
        ChangePassword => "/changepassword",
        var name => "/ssprsetup/" + name[(Setup.Length + 1)..],
    };

    /// <summary>The page after a sign-in that has just been completed: first what the person is asked for, unless that is where the person goes.</summary>
    public static async Task<string> AfterSignInAsync(string? to, SignedInPerson who, RegistrationService registration, CancellationToken cancellationToken) =>
        Read(to) is not null ? Page(to) : await registration.DueAsync(who, cancellationToken) switch
        {
            RegistrationDue.Nothing => Page(to),
            RegistrationDue.Register => "/ssprsetup/required",
            RegistrationDue.Review => "/ssprsetup/review",
        };
}
