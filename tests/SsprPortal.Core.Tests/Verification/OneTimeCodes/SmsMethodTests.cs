using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Verification.OneTimeCodes;

public sealed class SmsMethodTests
{
    private readonly SmsMethod method = new(new TestKeyedHash(), Sample.Texts);

    [Theory]
    [InlineData("090-1234-5678", null)]
    [InlineData("+46 70 123 45 33", null)]
    [InlineData("", TargetRefusal.Missing)]
    [InlineData("call me", TargetRefusal.NotAPhoneNumber)]
    [InlineData("090-1234-567", TargetRefusal.ImpossibleNumber)]
    [InlineData("0990-123-456", TargetRefusal.PremiumNumber)]
    [InlineData("+1 415 555 2671", TargetRefusal.CountryNotAllowed)]
    public async Task A_phone_that_cannot_be_registered_is_refused_with_the_reason(string typed, TargetRefusal? expected) =>
        Assert.Equal(expected, (await DraftAsync(typed, new() { Country = "JP", PhoneCountries = ["JP", "SE"] })).Refusal);

    [Fact]
    public async Task Where_no_country_is_named_only_the_own_one_is_sent_to()
    {
        Assert.Equal("+819012345678", (await DraftAsync("090-1234-5678", new())).Target);
        Assert.Equal(TargetRefusal.CountryNotAllowed, (await DraftAsync("+46 70 123 45 33", new())).Refusal);
    }

    [Fact]
    public void A_registered_phone_is_typed_as_at_home_wherever_the_organisation_is() =>
        Assert.True(method.IsTarget("+46701234533", "070 123 45 33", new SsprPolicy { Country = "JP" }));

    private Task<EnrolmentDraft> DraftAsync(string typed, SsprPolicy policy) => method.DraftAsync(new(typed), Sample.Person(), policy, default);
}
