using SsprPortal.Core.Reporting;

namespace SsprPortal.Core.Tests.Reporting;

public sealed class ReportsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 20, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Theory]
    [InlineData(ReportPeriod.Day, 24)]
    [InlineData(ReportPeriod.Week, 7)]
    [InlineData(ReportPeriod.Month, 30)]
    [InlineData(ReportPeriod.Year, 13)]
    public void A_period_has_its_bars(ReportPeriod period, int bars)
    {
        var starts = Core.Reporting.Reports.Starts(period, Now, Tokyo);

        Assert.Equal(bars, starts.Count);
        Assert.Equal(starts.Order(), starts);
        Assert.True(starts[^1] <= Now);
    }

    [Fact]
    public void Days_begin_at_midnight_where_the_organisation_is()
    {
        var last = Core.Reporting.Reports.Starts(ReportPeriod.Week, Now, Tokyo)[^1];

        Assert.Equal(new(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(9)), last);
    }
}
