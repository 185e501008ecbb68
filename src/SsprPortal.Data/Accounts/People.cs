using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

// Compared by the database, in the order of the column.
#pragma warning disable CA1309

namespace SsprPortal.Data.Accounts;

internal sealed class People(PortalDbContext context) : IPeople
{
    private static readonly string NormalizedAdministrator = UserNames.Normalize(DirectoryUser.AdministratorRole)!;

    public async Task<FoundPeople> SearchAsync(string? text, string? after, int atMost, CancellationToken cancellationToken)
    {
        var key = PageKey.Read(after);
        if (string.IsNullOrWhiteSpace(text))
            return await EverybodyAsync(key?.Text ?? "", atMost, cancellationToken);
        if (UserTerms.Normalize(text) is not { } prefix)
            return new([], null);

        var until = UserTerms.After(prefix);
        var (from, last) = key is { } page && string.CompareOrdinal(page.Text, prefix) >= 0 ? (page.Text, page.Id) : (prefix, Guid.Empty);
        var found = await context.UserTerms
            .Where(row => string.Compare(row.Term, from) >= 0 && string.Compare(row.Term, until) < 0 && (string.Compare(row.Term, from) > 0 || row.UserId.CompareTo(last) > 0))
            // Whoever is found by several words is listed by the first.
            .Where(row => !context.UserTerms.Any(other => other.UserId == row.UserId && string.Compare(other.Term, prefix) >= 0 && string.Compare(other.Term, row.Term) < 0))
            .OrderBy(row => row.Term).ThenBy(row => row.UserId)
            .Take(atMost + 1)
            .Join(context.Users, row => row.UserId, user => user.Id, (row, user) => new { row.Term, User = user })
            .OrderBy(each => each.Term).ThenBy(each => each.User.Id)
            .Select(each => new { each.Term, Person = new FoundPerson(each.User.Id, each.User.UserName!, each.User.DisplayName, each.User.Email, each.User.Enabled) })
            .ToListAsync(cancellationToken);
        return new([.. found.Take(atMost).Select(each => each.Person)], found.Count > atMost ? PageKey.Write(found[atMost - 1].Term, found[atMost - 1].Person.Id) : null);
    }

    public async Task<IReadOnlySet<PortalRole>> RolesAsync(Guid userId, CancellationToken cancellationToken)
    {
        var names = await context.UserRoles.Where(held => held.UserId == userId).Join(context.Roles, held => held.RoleId, role => role.Id, (_, role) => role.Name!).ToListAsync(cancellationToken);
        return names.Select(name => Enum.TryParse<PortalRole>(name, out var role) ? role : (PortalRole?)null).OfType<PortalRole>().ToHashSet();
    }

    public async Task<IReadOnlyList<Activity>> ActivityAsync(Guid userId, int atMost, CancellationToken cancellationToken)
    {
        var rows = await context.Audit.Where(row => row.SubjectId == userId).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(atMost)
            .Select(row => new { row.At, row.Code, row.Result, row.MethodId, row.Address, By = context.Users.Where(user => user.Id == row.ActorId).Select(user => user.UserName).FirstOrDefault() })
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Activity(row.At, row.Code, row.Result, row.MethodId, row.Address, row.By))];
    }

    public async Task<bool> TrySetRolesAsync(Guid userId, IReadOnlySet<PortalRole> roles, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        var names = Enum.GetNames<PortalRole>();
        var known = await context.Roles.Where(role => names.Contains(role.Name)).AsNoTracking().ToListAsync(cancellationToken);
        var ids = known.ConvertAll(role => role.Id);
        await context.UserRoles.Where(held => held.UserId == userId && ids.Contains(held.RoleId)).ExecuteDeleteAsync(cancellationToken);
        foreach (var wanted in roles.Select(role => role.ToString()))
        {
            var role = known.Find(each => each.Name == wanted);
            if (role is null)
                context.Roles.Add(role = new(wanted) { Id = Guid.NewGuid(), NormalizedName = UserNames.Normalize(wanted) });
            context.UserRoles.Add(new() { UserId = userId, RoleId = role.Id });
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        return await IsAdministeredAsync(cancellationToken);
    }

    public async Task<bool> TrySetEnabledAsync(Guid userId, bool enabled, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await context.Users.Where(user => user.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(user => user.Enabled, enabled), cancellationToken) == 1
            && await IsAdministeredAsync(cancellationToken);
    }

    // Of two who take the last two administrators from each other, the second sees what the first has written.
    private Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString("N");
        return context.Roles.Where(role => role.NormalizedName == NormalizedAdministrator).ExecuteUpdateAsync(set => set.SetProperty(role => role.ConcurrencyStamp, stamp), cancellationToken);
    }

    private Task<bool> IsAdministeredAsync(CancellationToken cancellationToken) => context.Administrators().AnyAsync(cancellationToken);

    private async Task<FoundPeople> EverybodyAsync(string after, int atMost, CancellationToken cancellationToken)
    {
        var found = await context.Users.Where(user => string.Compare(user.NormalizedUserName, after) > 0).OrderBy(user => user.NormalizedUserName).Take(atMost + 1)
            .Select(user => new { Name = user.NormalizedUserName!, Person = new FoundPerson(user.Id, user.UserName!, user.DisplayName, user.Email, user.Enabled) })
            .ToListAsync(cancellationToken);
        return new([.. found.Take(atMost).Select(each => each.Person)], found.Count > atMost ? PageKey.Write(found[atMost - 1].Name, Guid.Empty) : null);
    }
}
