using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Data;
using SsprPortal.Data.Accounts;

namespace SsprPortal.TestKit.Databases;

/// <summary>A person with an account of the portal's own.</summary>
/// <param name="Id">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="Password">The password, as it was given.</param>
/// <param name="Phone">The registered mobile phone (E.164).</param>
/// <param name="Mail">The registered address.</param>
public sealed record Person(Guid Id, string UserName, string Password, string? Phone, string? Mail);

/// <summary>Writes an account, its groups and what it registered, without a way through any page.</summary>
public sealed class PersonBuilder(PortalDatabase database, string userName)
{
    public const string DefaultPassword = "old password of a person";

    // Hashing is slow on purpose: once for everybody who keeps the usual password.
    private static readonly Lazy<Task<string>> DefaultHash = new(() => HashAsync(DefaultPassword));

    private readonly List<Guid> groups = [];
    private string displayName = "Pat Example";
    private string password = DefaultPassword;
    private string? organizationMail;
    private string? language;
    private string? phone;
    private string? mail;
    private string? role;
    private bool enabled = true;

    public PersonBuilder Called(string name)
    {
        displayName = name;
        return this;
    }

    public PersonBuilder Reading(string code)
    {
        language = code;
        return this;
    }

    public PersonBuilder Disabled()
    {
        enabled = false;
        return this;
    }

    /// <summary>Holds a role in the portal.</summary>
    public PersonBuilder WithRole(string name)
    {
        role = name;
        return this;
    }

    public PersonBuilder In(params Guid[] ids)
    {
        groups.AddRange(ids);
        return this;
    }

    public PersonBuilder WithPassword(string text)
    {
        password = text;
        return this;
    }

    /// <summary>The mailbox that the organisation gave the person.</summary>
    public PersonBuilder WithOrganizationMail(string address)
    {
        organizationMail = address;
        return this;
    }

    /// <summary>A registered mobile phone; without a number, one that nobody else has.</summary>
    public PersonBuilder WithPhone(string? number = null)
    {
        phone = number ?? $"+8190{RandomNumberGenerator.GetInt32(10_000_000, 100_000_000)}";
        return this;
    }

    /// <summary>A registered address; without one, one that nobody else has.</summary>
    public PersonBuilder WithMail(string? address = null)
    {
        mail = address ?? $"m{Guid.NewGuid():N}@example.org";
        return this;
    }

    public async Task<Person> CreateAsync()
    {
        var id = Guid.NewGuid();
        var hash = password == DefaultPassword ? await DefaultHash.Value : await HashAsync(password);
        await database.WithAsync<PortalDbContext>(async context =>
        {
            var normalized = UserNames.Normalize(userName) ?? throw new InvalidOperationException($"{userName} cannot be a user name.");
            context.Users.Add(new()
            {
                Id = id,
                UserName = userName,
                NormalizedUserName = normalized,
                NormalizedBareName = UserNames.BareName(normalized),
                Email = organizationMail,
                NormalizedEmail = organizationMail?.ToUpperInvariant(),
                DisplayName = displayName,
                Language = language,
                Enabled = enabled,
                PasswordHash = hash,
                SecurityStamp = Guid.NewGuid().ToString("N"),
            });
            context.UserTerms.AddRange(UserTerms.Of(userName, organizationMail, displayName).Select(term => new UserTermRow { UserId = id, Term = term }));
            if (role is not null)
            {
                var normalizedRole = role.ToUpperInvariant();
                var roleId = await context.Roles.Where(each => each.NormalizedName == normalizedRole).Select(each => each.Id).SingleOrDefaultAsync();
                if (roleId == Guid.Empty)
                    context.Roles.Add(new(role) { Id = roleId = Guid.NewGuid(), NormalizedName = normalizedRole });
                context.UserRoles.Add(new() { RoleId = roleId, UserId = id });
            }

            foreach (var group in groups)
            {
                if (!await context.Groups.AnyAsync(each => each.Id == group))
                    context.AddGroup(new() { Id = group, Name = group.ToString("N") });
                context.GroupMembers.Add(new() { GroupId = group, UserId = id });
            }

            await context.SaveChangesAsync();
        });
        if (phone is not null)
            await RegisterAsync(id, "mobile", phone[^2..], phone);
        if (mail is not null)
            await RegisterAsync(id, "email", EmailAddress.Read(mail)!.Masked, mail);
        return new(id, userName, password, phone, mail);
    }

    private Task RegisterAsync(Guid id, string kind, string hint, string value) =>
        database.WithAsync<IRegistrationStore>(store =>
            store.TryAddAsync(new(Guid.NewGuid(), id, kind, hint, value, database.Clock.GetUtcNow()), CancellationToken.None));

    private static async Task<string> HashAsync(string text)
    {
        using var hashing = new PasswordHashing();
        return (await hashing.TryHashAsync(text, CancellationToken.None))!;
    }
}
