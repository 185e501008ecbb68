using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Reporting;

namespace SsprPortal.Data.Reporting;

internal sealed class ReportFigures(PortalDbContext context) : IReportFigures
{
    public async Task<IReadOnlyList<CountedOutcome>> TotalsAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken) =>
        await context.HourlyCounts.Where(row => row.Hour >= from && row.Hour < before)
            .GroupBy(row => new { row.Code, row.MethodId, row.Stage, row.Reason })
            .Select(group => new CountedOutcome(group.Key.Code, group.Key.MethodId, group.Key.Stage, group.Key.Reason, group.Sum(row => row.Count)))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<HourlyOutcome>> HoursAsync(IReadOnlyCollection<AuditCode> codes, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken) =>
        await context.HourlyCounts.Where(row => row.Hour >= from && row.Hour < before && codes.Contains(row.Code))
            .GroupBy(row => new { row.Hour, row.Code })
            .Select(group => new HourlyOutcome(group.Key.Hour, group.Key.Code, group.Sum(row => row.Count)))
            .ToListAsync(cancellationToken);
}
