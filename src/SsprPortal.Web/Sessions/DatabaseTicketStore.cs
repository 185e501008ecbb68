using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using SsprPortal.Core.Administration;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Web.Sessions;

/// <summary>
/// Keeps sign-ins in the database: the cookie holds a handle, and every request asks whether the session still stands. A changed
/// password, a disabled account or a sign-out elsewhere ends it at once.
/// </summary>
internal sealed class DatabaseTicketStore(IServiceScopeFactory scopes, TimeProvider clock) : ITicketStore
{
    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        await using var scope = scopes.CreateAsyncScope();
        var userId = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!);
        return (await scope.ServiceProvider.GetRequiredService<IPortalSessionStore>().OpenAsync(
            userId,
            ticket.Principal.FindFirstValue(SignedIn.Stamp)!,
            ticket.Principal.FindFirstValue(SignedIn.Complete) is null,
            ticket.Principal.FindFirstValue(SignedIn.Current) is null,
            CancellationToken.None)).Text;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (OpaqueHandle.Read(key) is not { } handle
            || await scope.ServiceProvider.GetRequiredService<IPortalSessionStore>().FindAsync(handle, CancellationToken.None) is not { } person)
        {
            return null;
        }

        // The database has said how long the session lasts; the ticket is read anew for every request.
        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + IPortalSessionStore.IdleLifetime };
        return new(SignedIn.Principal(person), properties, CookieAuthenticationDefaults.AuthenticationScheme);
    }

    public async Task RemoveAsync(string key)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (OpaqueHandle.Read(key) is { } handle)
            await scope.ServiceProvider.GetRequiredService<IPortalSessionStore>().EndAsync(handle, CancellationToken.None);
    }
}

/// <summary>The signed-in person of a request.</summary>
internal static class SignedIn
{
    private const string Session = "session";
    private const string UserName = "upn";
    private const string OpenedAt = "opened";
    private const string ProvedAt = "proved";

    /// <summary>The claim of a sign-in that is complete; one whose second factor is still asked for does not have it.</summary>
    public const string Complete = "complete";

    /// <summary>The claim of a sign-in by a password that is not too old.</summary>
    public const string Current = "current";

    /// <summary>Only on its way from the sign-in to the store.</summary>
    public const string Stamp = "stamp";

    public static ClaimsPrincipal Principal(SignedInPerson person, string stamp = "") => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, person.UserId.ToString("D", CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, person.DisplayName),
            new(UserName, person.UserName),
            new(Stamp, stamp),
            new(Session, person.SessionId.ToString("D", CultureInfo.InvariantCulture)),
            new(OpenedAt, person.OpenedAt.ToString("O", CultureInfo.InvariantCulture)),
            .. person.ProvedAt is { } proved ? [new Claim(ProvedAt, proved.ToString("O", CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
            .. person.NeedsProof ? Array.Empty<Claim>() : [new Claim(Complete, "true")],
            .. person.NeedsNewPassword ? Array.Empty<Claim>() : [new Claim(Current, "true")],
            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Who is signed in; an action that asks is behind [Authorize].</summary>
    public static SignedInPerson Person(this ClaimsPrincipal principal) => new(
        Guid.Parse(principal.FindFirstValue(Session)!),
        Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
        principal.FindFirstValue(UserName)!,
        principal.FindFirstValue(ClaimTypes.Name)!)
    {
        OpenedAt = Time(principal, OpenedAt) ?? default,
        ProvedAt = Time(principal, ProvedAt),
        NeedsProof = !principal.HasClaim(claim => claim.Type == Complete),
        NeedsNewPassword = !principal.HasClaim(claim => claim.Type == Current),
        Roles = principal.FindAll(ClaimTypes.Role).Select(claim => Enum.Parse<PortalRole>(claim.Value)).ToHashSet(),
    };

    private static DateTimeOffset? Time(ClaimsPrincipal principal, string claim) =>
        principal.FindFirstValue(claim) is { } text ? DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture) : null;
}
