using SsprPortal.Core.Throttling;

namespace SsprPortal.Core.Tests.Throttling;

public sealed class SendLimitOptionsTests
{
    [Fact]
    public void The_usual_numbers_are_those_of_the_security_notes()
    {
        var options = new SendLimitOptions();

        Assert.True(new SendLimitOptions.Validator().Validate(null, options).Succeeded);
        Assert.Equal((10, TimeSpan.FromMinutes(15)), (options.Address.Limit, options.Address.Window));
        Assert.Equal((30, TimeSpan.FromHours(1)), (options.Network.Limit, options.Network.Window));
        Assert.Equal([(200, TimeSpan.FromHours(1)), (1000, TimeSpan.FromHours(24))], options.Site.Select(limit => (limit.Limit, limit.Window)));
    }

    [Fact]
    public void Every_setting_is_a_number_of_messages()
    {
        var result = new SendLimitOptions.Validator().Validate(null, new() { PerAddress = 0, PerNetwork = -1, PerHour = 0, PerDay = int.MinValue });

        Assert.Equal(["PerAddress", "PerNetwork", "PerHour", "PerDay"], result.Failures!.Select(failure => failure.Split(' ')[0]["Sending:".Length..]));
    }
}
