using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Auditing;

/// <summary>
/// Reads along one index, which the narrowest filter chooses, and compares the other filters on at most
/// <see cref="IAuditReader.LookedThrough"/> entries: no combination of filters walks through ten million rows.
/// </summary>
internal sealed class AuditReader(PortalDbContext context) : IAuditReader
{
    public async Task<AuditPage> ReadAsync(AuditFilter filter, AuditPlace? after, int atMost, CancellationToken cancellationToken)
    {
        var (indexed, rest) = Split(filter);
        var along = After(Where(context.Audit.AsNoTracking(), indexed), after).OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
        var narrows = rest != new AuditFilter();
        var rows = await (narrows ? Where(along.Take(IAuditReader.LookedThrough), rest).OrderByDescending(row => row.At).ThenByDescending(row => row.Id) : along)
            .Take(atMost + 1).ToListAsync(cancellationToken);
        var full = rows.Count > atMost;
        if (full)
            rows.RemoveAt(atMost);
        var next = full ? new AuditPlace(rows[^1].At, rows[^1].Id)
            : narrows ? await along.Skip(IAuditReader.LookedThrough - 1).Take(1).Select(row => new AuditPlace(row.At, row.Id)).SingleOrDefaultAsync(cancellationToken)
            : null;
        return new(await NamedAsync(rows, cancellationToken), next, full);
    }

    // What one index serves, and what is compared row by row. Times bound every index, for each ends with the time.
    private static (AuditFilter Indexed, AuditFilter Compared) Split(AuditFilter filter)
    {
        var none = new AuditFilter { From = filter.From, Before = filter.Before };
        var indexed = filter.CorrelationId is not null ? none with { CorrelationId = filter.CorrelationId }
            : filter.SubjectId is not null ? none with { SubjectId = filter.SubjectId }
            : filter.Address is not null ? none with { Address = filter.Address }
            : filter.Code is not null ? none with { Code = filter.Code }
            : none;
        return (indexed, filter with
        {
            From = null,
            Before = null,
            CorrelationId = null,
            SubjectId = indexed.SubjectId is null ? filter.SubjectId : null,
            Address = indexed.Address is null ? filter.Address : null,
            Code = indexed.Code is null ? filter.Code : null,
        });
    }

    private static IQueryable<AuditRow> Where(IQueryable<AuditRow> rows, AuditFilter filter)
    {
        if (filter.From is { } from)
            rows = rows.Where(row => row.At >= from);
        if (filter.Before is { } before)
            rows = rows.Where(row => row.At < before);
        if (filter.CorrelationId is { } reference)
            rows = rows.Where(row => row.CorrelationId == reference);
        if (filter.SubjectId is { } subject)
            rows = rows.Where(row => row.SubjectId == subject);
        if (filter.Address is { } address)
            rows = rows.Where(row => row.Address == address);
        if (filter.Code is { } code)
            rows = rows.Where(row => row.Code == code);
        if (filter.Result?.ToString() is { } result)
            rows = rows.Where(row => row.Result == result);
        if (filter.MethodId is { } method)
            rows = rows.Where(row => row.MethodId == method);
        return rows;
    }

    // The first comparison is what the index reads from; the second tells entries of the same moment apart.
    private static IQueryable<AuditRow> After(IQueryable<AuditRow> rows, AuditPlace? after) =>
        after is null ? rows : rows.Where(row => row.At <= after.At && (row.At < after.At || row.Id < after.Id));

    private async Task<IReadOnlyList<AuditLine>> NamedAsync(List<AuditRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.SelectMany(row => new[] { row.SubjectId, row.ActorId }).OfType<Guid>().Distinct().ToList();
        var names = await context.Users.Where(user => ids.Contains(user.Id)).Select(user => new { user.Id, user.UserName }).ToDictionaryAsync(user => user.Id, user => user.UserName, cancellationToken);
        return
        [
            .. rows.Select(row => new AuditLine(
                row.Id,
                row.At,
                new(row.Code, row.SubjectId, row.CorrelationId, row.Address, row.MethodId, row.Reason, row.Stage, row.ActorId),
                Enum.TryParse<AuditResult>(row.Result, out var result) ? result : null,
                Name(row.SubjectId),
                Name(row.ActorId),
                row.SealNumber)),
        ];

        string? Name(Guid? id) => id is { } account ? names.GetValueOrDefault(account) : null;
    }
}
