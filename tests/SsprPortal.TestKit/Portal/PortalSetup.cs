using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Data.Accounts;

namespace SsprPortal.TestKit.Portal;

/// <summary>What a test writes into the database of a portal without a way through any page.</summary>
public static class PortalSetup
{
    /// <summary>The account of a person.</summary>
    public static Task<Guid> UserIdAsync(this PortalHost portal, string userName)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == userName).Select(user => user.Id).SingleAsync());
    }

    /// <summary>What an administrator decides from now on.</summary>
    public static Task ChangePolicyAsync(this PortalHost portal, Func<SsprPolicy, SsprPolicy> change)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(change);
        return portal.WithDatabaseAsync(async database =>
        {
            var row = await database.Policies.SingleAsync();
            row.Json = JsonSerializer.Serialize(change(JsonSerializer.Deserialize<SsprPolicy>(row.Json, SsprPolicy.Json)!), SsprPolicy.Json);
            return await database.SaveChangesAsync();
        });
    }

    /// <summary>Registers something for a person, unproved.</summary>
    public static async Task RegisterAsync(this PortalHost portal, string userName, string kind, string hint, string value)
    {
        ArgumentNullException.ThrowIfNull(portal);
        var entry = new RegisteredMethod(Guid.NewGuid(), await portal.UserIdAsync(userName), kind, hint, value, portal.Clock.GetUtcNow());
        await using var scope = portal.Services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<IRegistrationStore>().TryAddAsync(entry, CancellationToken.None))
            throw new InvalidOperationException($"{userName} has a {kind} already.");
    }

    /// <summary>One more person of the staff, whose password is <see cref="PortalHost.Password"/> and whose phone and mailbox, if any, nobody else has.</summary>
    public static async Task<PortalPerson> AddPersonAsync(this PortalHost portal, bool phone = false, bool mail = false, string displayName = "Pat Example", string? role = null)
    {
        ArgumentNullException.ThrowIfNull(portal);
        var number = RandomNumberGenerator.GetInt32(10_000_000, 100_000_000);
        var person = new PortalPerson(
            Guid.NewGuid(),
            string.Create(CultureInfo.InvariantCulture, $"p{number}@contoso.com"),
            phone ? string.Create(CultureInfo.InvariantCulture, $"+8190{number}") : null,
            mail ? string.Create(CultureInfo.InvariantCulture, $"p{number}@example.org") : null);
        await portal.WithDatabaseAsync(async database =>
        {
            var like = await database.Users.AsNoTracking().SingleAsync(user => user.UserName == "alain@contoso.com");
            var name = UserNames.Normalize(person.UserName)!;
            database.Users.Add(new()
            {
                Id = person.Id,
                UserName = person.UserName,
                NormalizedUserName = name,
                NormalizedBareName = UserNames.BareName(name),
                Email = person.UserName,
                DisplayName = displayName,
                Language = "en",
                PasswordHash = like.PasswordHash,
                SecurityStamp = Guid.NewGuid().ToString("N"),
            });
            database.UserTerms.AddRange(UserTerms.Of(person.UserName, person.UserName, displayName).Select(term => new UserTermRow { UserId = person.Id, Term = term }));
            foreach (var group in await database.GroupMembers.Where(member => member.UserId == like.Id).Select(member => member.GroupId).ToListAsync())
                database.GroupMembers.Add(new() { GroupId = group, UserId = person.Id });
            if (role is not null)
                database.UserRoles.Add(new() { UserId = person.Id, RoleId = await database.Roles.Where(each => each.Name == role).Select(each => each.Id).SingleAsync() });
            return await database.SaveChangesAsync();
        });
        if (person.Phone is not null)
            await portal.RegisterAsync(person.UserName, "mobile", person.Phone[^2..], person.Phone);
        if (person.Mail is not null)
            await portal.RegisterAsync(person.UserName, "email", EmailAddress.Read(person.Mail)!.Masked, person.Mail);
        return person;
    }

    /// <summary>Forgets every limit: what the next test does is not counted with this one's.</summary>
    public static Task ForgetLimitsAsync(this PortalHost portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.WithDatabaseAsync(database => database.Throttles.ExecuteDeleteAsync());
    }
}

/// <summary>A person that a test added.</summary>
/// <param name="Id">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="Phone">The registered mobile phone.</param>
/// <param name="Mail">The registered address.</param>
public sealed record PortalPerson(Guid Id, string UserName, string? Phone, string? Mail);
