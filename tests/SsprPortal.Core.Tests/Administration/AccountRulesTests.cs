using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Administration;

public sealed class AccountRulesTests
{
    private static readonly SsprPolicy Policy = new() { Country = "JP", PhoneCountries = ["JP", "US"] };

    [Fact]
    public void Values_are_brought_into_one_form()
    {
        var (values, faults) = AccountRules.Check(
            new() { UserName = " ida@contoso.com ", DisplayName = "Ida\r\nB", Mail = "ida@CONTOSO.com", MobilePhone = "０９０-1234-5678", OfficePhone = "03-1234-5678 ext. 12", Language = "JA" }, Policy);

        Assert.Empty(faults);
        Assert.Equal(
            ("ida@contoso.com", "Ida  B", "ida@contoso.com", "+819012345678", "03-1234-5678 ext. 12", "ja"),
            (values.UserName, values.DisplayName, values.Mail, values.MobilePhone, values.OfficePhone, values.Language));
    }

    [Fact]
    public void What_is_null_stays_and_what_is_empty_is_removed()
    {
        var (values, faults) = AccountRules.Check(new() { Mail = "", MobilePhone = " " }, Policy);

        Assert.Empty(faults);
        Assert.Equal(("", "", null), (values.Mail, values.MobilePhone, values.OfficePhone));
    }

    [Theory]
    [InlineData("", AccountFaultReason.Missing)]
    [InlineData("\uFFFE", AccountFaultReason.NotAUserName)]
    public void A_user_name_must_be_one(string name, AccountFaultReason reason) => Assert.Equal([new(AccountField.UserName, reason)], AccountRules.Check(new() { UserName = name }, Policy).Faults);

    [Theory]
    [InlineData("12", AccountFaultReason.NotAPhoneNumber)]
    [InlineData("+81 90", AccountFaultReason.NotAPhoneNumber)]
    [InlineData("+819999999999999", AccountFaultReason.ImpossibleNumber)]
    [InlineData("+46701234533", AccountFaultReason.CountryNotAllowed)]
    public void A_phone_must_be_one_that_is_sent_to(string phone, AccountFaultReason reason)
    {
        var faults = AccountRules.Check(new() { MobilePhone = phone, OfficePhone = phone }, Policy).Faults;

        Assert.Equal([AccountField.MobilePhone, AccountField.OfficePhone], faults.Select(fault => fault.Field).Order());
        Assert.All(faults, fault => Assert.True(fault.Reason == reason || fault.Reason is AccountFaultReason.NotAPhoneNumber or AccountFaultReason.ImpossibleNumber));
    }

    [Fact]
    public void Texts_that_are_too_long_are_refused() => Assert.Equal(
        [new(AccountField.DisplayName, AccountFaultReason.TooLong), new(AccountField.Mail, AccountFaultReason.TooLong)],
        AccountRules.Check(new() { DisplayName = new('x', 257), Mail = new string('x', 250) + "@example.org" }, Policy).Faults);
}
