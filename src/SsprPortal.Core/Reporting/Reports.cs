using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Reporting;

/// <summary>Makes reports from figures that are kept: four statements, however many people and entries there are.</summary>
public sealed class Reports(IReportFigures figures, IPopulation population, IPolicyStore policies, VerificationMethods methods, TimeProvider clock)
{
    private const int TopFailures = 10;

    private static readonly AuditCode[] OverTime = [AuditCode.MethodRegistered, AuditCode.PasswordReset, AuditCode.AccountUnlocked];
    private static readonly AuditCode[] BlockCodes = [AuditCode.AccountBlocked, AuditCode.BlockCleared, AuditCode.MessagesStopped];

    // What ends a journey. A rehearsal changes nothing, and who asks for help may go on.
    private static readonly AuditCode[] EndCodes =
    [
        AuditCode.PasswordReset, AuditCode.AccountUnlocked, AuditCode.RecoveryRefused, AuditCode.AccountBlocked, AuditCode.DirectoryUnreachable, AuditCode.UnlockRefused, AuditCode.RecoveryCancelled,
        AuditCode.RecoveryAbandoned,
    ];

    /// <summary>The report of the period that ends now.</summary>
    public async Task<Report> ReadAsync(ReportPeriod period, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var starts = Starts(period, clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone));
        var (from, before) = (starts[0].ToUniversalTime(), clock.GetUtcNow().AddHours(1));
        var people = await population.AlikeAsync(cancellationToken);
        var totals = await figures.TotalsAsync(from, before, cancellationToken);
        var hours = await figures.HoursAsync(OverTime, from, before, cancellationToken);
        var ends = totals.Where(each => EndCodes.Contains(each.Code)).ToList();
        return new(
            period,
            people.Figures(policy, methods),
            [.. people.SelectMany(each => each.Known.Select(known => (known.Kind, each.Count))).GroupBy(each => each.Kind).Select(kind => (kind.Key, kind.Sum(each => each.Count))).OrderByDescending(each => each.Item2)],
            Bars(starts, hours),
            ByMethod(totals, AuditCode.MethodRegistered),
            ByMethod(totals, AuditCode.GatePassed),
            [.. Enum.GetValues<AuditResult>().Select(result => (result, totals.Where(each => (EndCodes.Contains(each.Code) || each.Code == AuditCode.AdministratorContacted) && each.Code.Result() == result).Sum(each => each.Count)))],
            Funnel(ends, totals.Where(each => each.Code == AuditCode.AdministratorContacted).ToList()),
            [
                .. ends.Where(each => each.Code.Result() != AuditResult.Succeeded)
                    .GroupBy(each => (Stage: Stage(each.Stage), Result: each.Code.Result()!.Value, each.Reason))
                    .Select(group => (group.Key.Stage, group.Key.Result, group.Key.Reason, Count: group.Sum(each => each.Count)))
                    .OrderBy(each => each.Stage).ThenByDescending(each => each.Count),
            ],
            [
                .. totals.Where(each => each.Reason.Length > 0 && (each.Code == AuditCode.PasswordRefused || each.Code.Result() is AuditResult.Failed or AuditResult.Blocked))
                    .GroupBy(each => (each.Code, each.Reason)).Select(group => (group.Key.Code, group.Key.Reason, Count: group.Sum(each => each.Count)))
                    .OrderByDescending(each => each.Count).Take(TopFailures),
            ],
            [.. BlockCodes.Select(code => (code, totals.Where(each => each.Code == code).Sum(each => each.Count)))]);
    }

    /// <summary>The beginnings of the bars, in a zone.</summary>
    internal static IReadOnlyList<DateTimeOffset> Starts(ReportPeriod period, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return period switch
        {
            ReportPeriod.Day => [.. Enumerable.Range(-23, 24).Select(hour => TimeZoneInfo.ConvertTime(new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(hour), zone))],
            ReportPeriod.Week => [.. Enumerable.Range(-6, 7).Select(day => Midnight(local.Date.AddDays(day)))],
            ReportPeriod.Month => [.. Enumerable.Range(-29, 30).Select(day => Midnight(local.Date.AddDays(day)))],
            ReportPeriod.Year => [.. Months()],
        };

        IEnumerable<DateTimeOffset> Months()
        {
            var first = local.Date.AddDays(-364);
            yield return Midnight(first);
            for (var month = new DateTime(first.Year, first.Month, 1).AddMonths(1); month <= local; month = month.AddMonths(1))
                yield return Midnight(month);
        }

        DateTimeOffset Midnight(DateTime day) => new(day, zone.GetUtcOffset(day));
    }

    // The last bar that begins before an hour is the hour's.
    private static List<ReportBar> Bars(IReadOnlyList<DateTimeOffset> starts, IReadOnlyList<HourlyOutcome> hours)
    {
        var sums = new Dictionary<(int Bar, AuditCode Code), long>();
        foreach (var hour in hours)
        {
            var bar = 0;
            while (bar + 1 < starts.Count && starts[bar + 1] <= hour.Hour)
                bar++;
            sums[(bar, hour.Code)] = sums.GetValueOrDefault((bar, hour.Code)) + hour.Count;
        }

        return [.. starts.Select((start, bar) => new ReportBar(start, Sum(bar, AuditCode.MethodRegistered), Sum(bar, AuditCode.PasswordReset), Sum(bar, AuditCode.AccountUnlocked)))];

        long Sum(int bar, AuditCode code) => sums.GetValueOrDefault((bar, code));
    }

    private static List<(string MethodId, long Count)> ByMethod(IReadOnlyList<CountedOutcome> totals, AuditCode code) =>
        [.. totals.Where(each => each.Code == code).GroupBy(each => each.MethodId).Select(method => (method.Key, method.Sum(each => each.Count))).OrderByDescending(each => each.Item2)];

    // Whoever ended at a stage came through those before it. Whoever asked for help there may have ended there too, and is counted beside it.
    private static List<FunnelStep> Funnel(List<CountedOutcome> ends, List<CountedOutcome> asked) =>
    [
        .. Enum.GetValues<FunnelStage>().Select(stage => new FunnelStep(
            stage,
            ends.Where(each => Stage(each.Stage) >= stage).Sum(each => each.Count),
            ends.Concat(asked).Where(each => Stage(each.Stage) == stage).GroupBy(each => each.Code.Result()!.Value).ToDictionary(group => group.Key, group => group.Sum(each => each.Count)))),
    ];

    private static FunnelStage Stage(string step) => step switch
    {
        nameof(RecoveryStep.ChooseGoal) or nameof(RecoveryStep.ChooseMethod) => FunnelStage.ChooseMethod,
        nameof(RecoveryStep.AnswerChallenge) => FunnelStage.AnswerChallenge,
        nameof(RecoveryStep.SetPassword) or nameof(RecoveryStep.ConfirmUnlock) or nameof(RecoveryStep.Completed) => FunnelStage.Finish,
        _ => FunnelStage.Start,
    };
}
