using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Data.Accounts;

internal sealed class SetupStore(PortalDbContext context, PasswordHashing hashing, DatabaseErrors errors, TimeProvider clock) : ISetupStore
{
    private const string Name = "setup";

    private static readonly string Administrator = UserNames.Normalize(DirectoryUser.AdministratorRole)!;

    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken) => await KeptAsync(cancellationToken) is { } kept && await IsOpenAsync(kept, cancellationToken);

    public async Task<bool> TryOfferAsync(OpaqueHandle secret, CancellationToken cancellationToken)
    {
        if (await HasAdministratorAsync(cancellationToken))
            return false;
        return await TryKeepAsync(Convert.ToHexString(secret.Hash), cancellationToken);
    }

    public Task<bool> TryReopenAsync(OpaqueHandle secret, DateTimeOffset until, CancellationToken cancellationToken) =>
        TryKeepAsync($"{Convert.ToHexString(secret.Hash)} {until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", cancellationToken);

    public async Task<bool> TryUseAsync(OpaqueHandle secret, CancellationToken cancellationToken)
    {
        var kept = await KeptAsync(cancellationToken);
        return kept is not null && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(kept.Split(' ')[0]), secret.Hash)
            && await context.Secrets.Where(row => row.Name == Name && row.ProtectedValue == kept).ExecuteDeleteAsync(cancellationToken) == 1
            && await IsOpenAsync(kept, cancellationToken);
    }

    public async Task<bool> TryCreateAsync(DirectoryUser person, NewPassword password, CancellationToken cancellationToken)
    {
        var name = UserNames.Normalize(person.UserName)!;
        if (await context.Users.AnyAsync(user => user.NormalizedUserName == name, cancellationToken))
            return false;
        context.Users.Add(new()
        {
            Id = person.Id,
            UserName = person.UserName,
            NormalizedUserName = name,
            NormalizedBareName = UserNames.BareName(name),
            Email = person.Mail,
            NormalizedEmail = person.Mail?.ToUpperInvariant(),
            DisplayName = person.DisplayName,
            Language = person.Language,
            PasswordHash = await hashing.TryHashAsync(password.Reveal(), cancellationToken) ?? throw new InvalidOperationException("Too many passwords are being hashed."),
            PasswordSetAt = clock.GetUtcNow(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
        });
        context.UserTerms.AddRange(UserTerms.Of(person.UserName, person.Mail, person.DisplayName).Select(term => new UserTermRow { UserId = person.Id, Term = term }));
        context.UserRoles.Add(new() { UserId = person.Id, RoleId = await context.Roles.Where(role => role.NormalizedName == Administrator).Select(role => role.Id).SingleAsync(cancellationToken) });
        return await errors.TryInsertAsync(context, cancellationToken);
    }

    /// <summary>Makes the roles that are missing.</summary>
    internal static async Task EnsureRolesAsync(PortalDbContext context, DatabaseErrors errors, CancellationToken cancellationToken)
    {
        var there = await context.Roles.Select(role => role.Name).ToListAsync(cancellationToken);
        foreach (var role in Enum.GetNames<PortalRole>().Except(there))
        {
            context.Roles.Add(new(role!) { Id = Guid.NewGuid(), NormalizedName = UserNames.Normalize(role) });
            await errors.TryInsertAsync(context, cancellationToken);
        }
    }

    private Task<string?> KeptAsync(CancellationToken cancellationToken) =>
        context.Secrets.Where(row => row.Name == Name).Select(row => row.ProtectedValue).SingleOrDefaultAsync(cancellationToken);

    // A secret with an end was made on the machine itself: it works beside administrators, who may have nothing to sign in with.
    private async Task<bool> IsOpenAsync(string kept, CancellationToken cancellationToken) => kept.Split(' ') is [_, var end]
        ? clock.GetUtcNow().ToUnixTimeSeconds() < long.Parse(end, CultureInfo.InvariantCulture)
        : !await HasAdministratorAsync(cancellationToken);

    private async Task<bool> TryKeepAsync(string value, CancellationToken cancellationToken)
    {
        if (await context.Secrets.Where(row => row.Name == Name).ExecuteUpdateAsync(set => set.SetProperty(row => row.ProtectedValue, value), cancellationToken) == 1)
            return true;
        // A hash of 256 random bits needs no encryption. Of two instances that start at once, one tells its secret.
        context.Secrets.Add(new() { Name = Name, ProtectedValue = value });
        return await errors.TryInsertAsync(context, cancellationToken);
    }

    private Task<bool> HasAdministratorAsync(CancellationToken cancellationToken) =>
        context.UserRoles.AnyAsync(held => context.Roles.Any(role => role.Id == held.RoleId && role.NormalizedName == Administrator), cancellationToken);
}
