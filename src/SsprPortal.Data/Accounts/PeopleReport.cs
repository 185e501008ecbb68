using System.Buffers.Text;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Accounts;

internal sealed class PeopleReport(PortalDbContext context, IPolicyStore policies, VerificationMethods methods, ProtectedColumn protect) : IPeopleReport
{
    public async Task<PersonReport?> FindAsync(Guid id, CancellationToken cancellationToken) => (await ReadAsync([id], cancellationToken)).SingleOrDefault();

    public async Task<PeopleReportPage> ListAsync(string? search, string? after, int atMost, CancellationToken cancellationToken)
    {
        var place = Read(after);
        var found = string.IsNullOrWhiteSpace(search) ? await EverybodyAsync(place?.Text ?? "", atMost + 1, cancellationToken)
            : UserTerms.Normalize(search) is { } prefix ? await FoundAsync(prefix, place ?? (prefix, Guid.Empty), atMost + 1, cancellationToken)
            : [];
        var next = found.Count > atMost ? Write(found[atMost - 1]) : null;
        return new(await ReadAsync([.. found.Take(atMost).Select(each => each.Id)], cancellationToken), next);
    }

#pragma warning disable CA1309 // The database compares.
    private async Task<List<(string Text, Guid Id)>> EverybodyAsync(string after, int atMost, CancellationToken cancellationToken) =>
    [
        .. (await context.Users.Where(user => string.Compare(user.NormalizedUserName, after) > 0).OrderBy(user => user.NormalizedUserName).Take(atMost)
            .Select(user => new { Name = user.NormalizedUserName!, user.Id }).ToListAsync(cancellationToken)).Select(user => (user.Name, user.Id)),
    ];

    // Whoever is found by several words is listed by the first.
    private async Task<List<(string Text, Guid Id)>> FoundAsync(string prefix, (string Text, Guid Id) after, int atMost, CancellationToken cancellationToken) =>
    [
        .. (await context.UserTerms
            .Where(row => row.Term.StartsWith(prefix) && string.Compare(row.Term, after.Text) >= 0 && (string.Compare(row.Term, after.Text) > 0 || row.UserId.CompareTo(after.Id) > 0))
            .Where(row => !context.UserTerms.Any(other => other.UserId == row.UserId && other.Term.StartsWith(prefix) && string.Compare(other.Term, row.Term) < 0))
            .OrderBy(row => row.Term).ThenBy(row => row.UserId).Take(atMost)
            .Select(row => new { row.Term, row.UserId }).ToListAsync(cancellationToken)).Select(row => (row.Term, row.UserId)),
    ];
#pragma warning restore CA1309

    // Five statements, however many.
    private async Task<IReadOnlyList<PersonReport>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var policy = await policies.GetAsync(cancellationToken);
        var users = await context.Users.AsNoTracking().Where(user => ids.Contains(user.Id))
            .Select(user => new { User = user, HasRole = context.UserRoles.Any(role => role.UserId == user.Id) }).ToDictionaryAsync(each => each.User.Id, cancellationToken);
        var groups = (await context.GroupMembers.Where(member => ids.Contains(member.UserId))
            .Join(context.Groups, member => member.GroupId, group => group.Id, (member, group) => new { member.UserId, group.Name }).ToListAsync(cancellationToken)).ToLookup(each => each.UserId, each => each.Name);
        var ancestors = (await context.GroupMembers.Where(member => ids.Contains(member.UserId))
            .Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (member, ancestor) => new { member.UserId, ancestor.AncestorId }).Distinct().ToListAsync(cancellationToken)).ToLookup(each => each.UserId, each => each.AncestorId);
        var registered = (await context.RegisteredMethods.Where(row => ids.Contains(row.UserId) && row.Kind != TicketMethod.Kind).Select(row => new { row.UserId, row.Kind, row.Gates }).ToListAsync(cancellationToken)).ToLookup(each => each.UserId);
        return [.. ids.Where(users.ContainsKey).Select(id => Report(users[id].User, users[id].HasRole))];

        PersonReport Report(PortalUser user, bool hasRole)
        {
            var kinds = registered[user.Id].GroupBy(row => row.Kind).Select(kind => new KnownKind(kind.Key, kind.Max(row => row.Gates), true)).ToList();
            var person = new DirectoryUser(user.Id, user.UserName!, user.DisplayName, user.Email, user.Language, user.Enabled, ancestors[user.Id].ToHashSet(), user.PhoneNumber, hasRole)
            {
                MobilePhone = policy.Trusts("mobile") ? protect.UnprotectMobile(user.Id, user.ProtectedMobile) : null,
                AlternateMail = policy.Trusts("email") ? protect.UnprotectAlternateMail(user.Id, user.ProtectedAlternateMail) : null,
            };
            var known = methods.All.Select(method => method.FromDirectory(person, policy)).Where(entry => entry is not null).Select(entry => new KnownKind(entry!.Kind, entry.Gates, false));
            var alike = new PeopleAlike(0, person.Groups, [.. kinds, .. known], user.Enabled, hasRole, 1);
            return new(user.Id, user.UserName!, user.DisplayName, user.Enabled, [.. groups[user.Id].Order(StringComparer.Ordinal)], [.. kinds.Select(kind => kind.Kind).Order(StringComparer.Ordinal)], alike.IsRegistered(policy, methods), alike.IsEnabled(policy));
        }
    }

    private static string Write((string Text, Guid Id) place) => Base64Url.EncodeToString([.. place.Id.ToByteArray(), .. Encoding.UTF8.GetBytes(place.Text)]);

    private static (string Text, Guid Id)? Read(string? after) =>
        after is { Length: > 0 and <= 2_000 } && Base64Url.IsValid(after) && Base64Url.DecodeFromChars(after) is { Length: >= 16 } bytes && Encoding.UTF8.GetString(bytes, 16, bytes.Length - 16) is var text && !text.Contains('\0', StringComparison.Ordinal)
            ? (text, new(bytes.AsSpan(0, 16)))
            : null;
}
