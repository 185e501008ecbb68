using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Data.Accounts;

namespace SsprPortal.Data.Demonstration;

/// <summary>
/// Contoso: an administrator, a help-desk person and six people in different states. Written once, into an empty database, in
/// Development only; one method is required, so that a newcomer can walk every page.
/// </summary>
internal sealed class DemoOrganization(
    PortalDbContext context,
    UserManager<PortalUser> users,
    IRegistrationStore registrations,
    IThrottleStore throttles,
    PasswordHashing hashing,
    TimeProvider clock)
{
    public const string Password = "correct horse contoso";

    private static readonly Guid Staff = new("5d1f7f5e-6f4e-4a63-9d0c-2b1f3c9a7e01");

    /// <summary>User name, display name, language, role, enabled, in scope, and what is special, in words for the console.</summary>
    public static readonly IReadOnlyList<Person> People =
    [
        new("admin@contoso.com", "Adele Admin", "en", "Administrator", true, true, "administrator"),
        new("helpdesk@contoso.com", "Henri Helpdesk", "en", "HelpDesk", true, true, "help desk"),
        new("alain@contoso.com", "Alain Charon", "en", null, true, true, "registered: phone +81 90 1234 5642, mail alain@example.org; office phone +81 3 1234 5678", "+819012345642", "alain@example.org", Office: "+81 312345678X1234"),
        new("bianca@contoso.com", "Bianca Pisani", "en", null, true, true, "not registered yet: start at /ssprsetup"),
        new("carlos@contoso.com", "Carlos Slattery", "en", null, true, false, "out of scope: not in a selected group"),
        new("diane@contoso.com", "Diane Prescott", "en", null, false, true, "disabled"),
        new("hanako@contoso.com", "佐藤 花子", "ja", null, true, true, "Japanese, registered: phone 080-1234-5617", "+818012345617"),
        new("ebba@contoso.com", "Ebba Lindqvist", "en", null, true, true, "blocked after too many wrong codes", "+46701234533", Blocked: true),
    ];

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        if (await context.Users.AnyAsync(cancellationToken))
            return;

        var now = clock.GetUtcNow();
        context.AddGroup(new() { Id = Staff, Name = "Staff" });
        context.Policies.Add(new()
        {
            Json = JsonSerializer.Serialize(
                new SsprPolicy
                {
                    OrganizationName = "Contoso",
                    TimeZone = "Asia/Tokyo",
                    PhoneCountries = ["JP", "US", "GB", "DE", "FR", "IT", "SE", "CH", "AU", "CA", "SG", "KR"],
                    Scope = ResetScope.Selected,
                    SelectedGroups = [Staff],
                    GatesRequired = 1,
                    UnlocksWithoutReset = true,
                    GatesToRegister = 1,
                    Methods = ["key", "app", "sms", "voice", "office", "email", "questions", "codes"],
                },
                SsprPolicy.Json),
            ChangedAt = now,
            ChangedBy = nameof(DemoOrganization),
        });
        await context.SaveChangesAsync(cancellationToken);

        foreach (var person in People)
        {
            var user = new PortalUser
            {
                Id = Guid.NewGuid(),
                UserName = person.UserName,
                Email = person.UserName,
                DisplayName = person.DisplayName,
                Language = person.Language,
                PhoneNumber = person.Office,
                Enabled = person.Enabled,
                NormalizedBareName = UserNames.BareName(UserNames.Normalize(person.UserName)!),
                PasswordHash = await hashing.TryHashAsync(Password, cancellationToken),
                PasswordSetAt = now,
            };
            Check(await users.CreateAsync(user));
            context.UserTerms.AddRange(UserTerms.Of(person.UserName, person.UserName, person.DisplayName).Select(term => new UserTermRow { UserId = user.Id, Term = term }));
            if (person.Role is { } held)
                Check(await users.AddToRoleAsync(user, held));

            if (person.InScope)
                context.GroupMembers.Add(new() { GroupId = Staff, UserId = user.Id });
            await context.SaveChangesAsync(cancellationToken);
            if (person.Mobile is { } mobile)
                await registrations.TryAddAsync(new(Guid.NewGuid(), user.Id, "mobile", mobile[^2..], mobile, now), cancellationToken);
            if (person.Mail is { } mail)
                await registrations.TryAddAsync(new(Guid.NewGuid(), user.Id, "email", "a••••@e••••.org", mail, now), cancellationToken);
            for (var tries = 0; person.Blocked && tries < Throttle.GateAttempts.Limit; tries++)
                await throttles.TryTakeAsync(Throttle.GateAttempts, user.Id, cancellationToken);
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    internal sealed record Person(
        string UserName,
        string DisplayName,
        string Language,
        string? Role,
        bool Enabled,
        bool InScope,
        string State,
        string? Mobile = null,
        string? Mail = null,
        string? Office = null,
        bool Blocked = false);
}
