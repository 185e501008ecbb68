using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Registration;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Reporting;

/// <summary>Computes what people have in common, and moves them from one row of <see cref="PeopleAlikeRow"/> to another. Only the roll-up calls it, which is alone.</summary>
internal sealed class PersonProfiles(PortalDbContext context, VerificationMethods methods, IPolicyStore policies, ProtectedColumn protect)
{
    /// <summary>On what the usability of security info depends beside the person.</summary>
    public async Task<string> BasisAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var basis = $"{string.Join(' ', methods.All.Select(method => method.Id))}|{policy.Country}|{string.Join(' ', policy.AllowedPhoneCountries())}|{string.Join(' ', policy.TrustedContacts)}";
        return basis[..Math.Min(basis.Length, 2000)];
    }

    /// <summary>Brings the profiles of these accounts up to date, also of those that are gone; in the running transaction.</summary>
    public async Task RefreshAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = (await ReadAsync(ids, cancellationToken)).ToDictionary(profile => profile.UserId);
        var rows = await context.PersonProfiles.Where(row => ids.Contains(row.UserId)).ToDictionaryAsync(row => row.UserId, cancellationToken);
        var alike = await AlikeAsync([.. wanted.Values.DistinctBy(profile => profile.Key)], cancellationToken);
        var moved = new Dictionary<long, long>();
        foreach (var row in rows.Values.Where(row => !wanted.ContainsKey(row.UserId)))
        {
            Move(row.AlikeId, -1);
            context.PersonProfiles.Remove(row);
        }

        foreach (var profile in wanted.Values)
        {
            var alikeId = alike[profile.Key];
            if (!rows.TryGetValue(profile.UserId, out var row))
            {
                context.PersonProfiles.Add(new() { UserId = profile.UserId, AlikeId = alikeId, Name = profile.Name });
                Move(alikeId, 1);
                continue;
            }

            row.Name = profile.Name;
            if (row.AlikeId == alikeId)
                continue;
            Move(row.AlikeId, -1);
            Move(alikeId, 1);
            row.AlikeId = alikeId;
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        foreach (var (id, count) in moved.Where(each => each.Value != 0))
            await context.PeopleAlike.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count + count), cancellationToken);
        if (moved.Values.Any(count => count < 0))
            await context.PeopleAlike.Where(row => row.Count == 0).ExecuteDeleteAsync(cancellationToken);

        void Move(long id, int by) => moved[id] = moved.GetValueOrDefault(id) + by;
    }

    // The rows of these kinds of people, made where there was none.
    private async Task<Dictionary<string, long>> AlikeAsync(IReadOnlyCollection<PersonProfile> kinds, CancellationToken cancellationToken)
    {
        var keys = kinds.Select(kind => Convert.FromBase64String(kind.Key)).ToList();
        var found = await context.PeopleAlike.AsNoTracking().Where(row => keys.Contains(row.Key)).Select(row => new { row.Key, row.Id }).ToDictionaryAsync(row => Convert.ToBase64String(row.Key), row => row.Id, cancellationToken);
        var added = kinds.Where(kind => !found.ContainsKey(kind.Key))
            .Select(kind => new PeopleAlikeRow { Key = Convert.FromBase64String(kind.Key), Groups = kind.Groups, Known = kind.Known, Enabled = kind.Enabled, HoldsRole = kind.HoldsRole }).ToList();
        if (added.Count > 0)
        {
            context.PeopleAlike.AddRange(added);
            await context.SaveChangesAsync(cancellationToken);
            foreach (var row in added)
                found[Convert.ToBase64String(row.Key)] = row.Id;
        }

        return found;
    }

    private async Task<IReadOnlyList<PersonProfile>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var people = await context.Users.AsNoTracking().Where(user => ids.Contains(user.Id))
            .Select(user => new { user.Id, user.UserName, user.NormalizedUserName, user.DisplayName, user.Email, user.Language, user.Enabled, user.PhoneNumber, user.ProtectedMobile, user.ProtectedAlternateMail, HoldsRole = context.UserRoles.Any(role => role.UserId == user.Id) })
            .ToListAsync(cancellationToken);
        var groups = (await context.GroupMembers.Where(member => ids.Contains(member.UserId))
            .Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (member, ancestor) => new { member.UserId, ancestor.AncestorId })
            .Distinct().ToListAsync(cancellationToken)).ToLookup(each => each.UserId, each => each.AncestorId);
        var registered = (await context.RegisteredMethods.AsNoTracking().Where(row => ids.Contains(row.UserId)).ToListAsync(cancellationToken)).ToLookup(row => row.UserId);
        return
        [
            .. people.Select(user =>
            {
                var person = new DirectoryUser(user.Id, user.UserName!, user.DisplayName, user.Email, user.Language, user.Enabled, groups[user.Id].ToHashSet(), user.PhoneNumber, user.HoldsRole)
                {
                    MobilePhone = Read(() => protect.UnprotectMobile(user.Id, user.ProtectedMobile)),
                    AlternateMail = Read(() => protect.UnprotectAlternateMail(user.Id, user.ProtectedAlternateMail)),
                };
                var known = registered[user.Id].Select(Entry).OfType<RegisteredMethod>().Where(entry => IsUsable(entry, policy))
                    .Concat(methods.All.Select(method => method.FromDirectory(person, policy)).OfType<RegisteredMethod>())
                    .GroupBy(entry => entry.Kind)
                    .Select(kind => new KnownKind(kind.Key, kind.Max(entry => entry.Gates), kind.Any(entry => entry.IsStored)));
                return new PersonProfile(user.Id, user.NormalizedUserName!, groups[user.Id], known, user.Enabled, user.HoldsRole);
            }),
        ];
    }

    private bool IsUsable(RegisteredMethod entry, SsprPolicy policy) =>
        methods.All.Where(method => method.RegistrationKind == entry.Kind).ToList() is var able && (able.Count == 0 || able.Exists(method => method.IsUsable(entry, policy)));

    private RegisteredMethod? Entry(RegisteredMethodRow row) => Read(() => protect.Unprotect(RegistrationStore.Table, row.Id, row.ProtectedValue)) is { } value
        ? new(row.Id, row.UserId, row.Kind, row.Hint, value, row.RegisteredAt) { Slot = row.Slot, Counter = row.Counter, Gates = row.Gates }
        : null;

    // What the key ring cannot read is of no use to the person either.
    private static string? Read(Func<string?> unprotect)
    {
        try
        {
            return unprotect();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
