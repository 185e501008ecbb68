using System.Globalization;
using System.Text;
using System.Web;
using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Tests.Verification.Authenticator;

public sealed class TotpTests
{
    private const long Step = 59_384_160;
    private const long Never = -1;
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Step * 30 + 15);

    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void The_vectors_of_RFC_6238_come_out(long seconds, string code)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));

        Assert.Equal(code, Totp.Code(Secret, step, 8));
        Assert.Equal(code[1..], Totp.Code(Secret, step, 7));
        Assert.Equal(code[2..], Totp.Code(Secret, step));
    }

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void The_vectors_of_RFC_4226_come_out(long step, string code) => Assert.Equal(code, Totp.Code(Secret, step));

    [Fact]
    public void A_code_is_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("ar-SA");
            Assert.Equal("755224", Totp.Code(Secret, 0));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_step_is_thirty_seconds_of_the_same_clock_everywhere()
    {
        Assert.Equal(0, Totp.StepAt(DateTimeOffset.UnixEpoch));
        Assert.Equal(0, Totp.StepAt(DateTimeOffset.UnixEpoch.AddSeconds(29.999)));
        Assert.Equal(1, Totp.StepAt(DateTimeOffset.UnixEpoch.AddSeconds(30)));
        Assert.Equal(Step, Totp.StepAt(Now.ToOffset(TimeSpan.FromHours(9))));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_one_step_early_or_late_and_no_more(int offset, bool good) =>
        Assert.Equal(good ? Step + offset : null, Totp.Match(Secret, Totp.Code(Secret, Step + offset), Now, Never));

    [Fact]
    public void The_window_moves_with_the_first_second_of_a_step()
    {
        var code = Totp.Code(Secret, Step);
        var begin = DateTimeOffset.FromUnixTimeSeconds(Step * 30);

        Assert.Null(Totp.Match(Secret, code, begin.AddSeconds(-30).AddTicks(-1), Never));
        Assert.Equal(Step, Totp.Match(Secret, code, begin.AddSeconds(-30), Never));
        Assert.Equal(Step, Totp.Match(Secret, code, begin.AddSeconds(60).AddTicks(-1), Never));
        Assert.Null(Totp.Match(Secret, code, begin.AddSeconds(60), Never));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_used_step_takes_no_code_again_and_none_from_before_it(int offset)
    {
        var used = Totp.Match(Secret, Totp.Code(Secret, Step + offset), Now, Never);

        Assert.NotNull(used);
        for (var step = Step - 1; step <= Step + 1; step++)
            Assert.Equal(step > used ? step : null, Totp.Match(Secret, Totp.Code(Secret, step), Now, used.Value));
    }

    [Fact]
    public void Two_neighbours_with_one_code_are_both_used_by_it()
    {
        const long step = 910_737; // the first of this secret whose neighbour has the same code
        var code = Totp.Code(Secret, step);
        var now = DateTimeOffset.FromUnixTimeSeconds(step * 30);
        Assert.Equal(code, Totp.Code(Secret, step + 1));

        Assert.Equal(step + 1, Totp.Match(Secret, code, now, Never));
        Assert.Null(Totp.Match(Secret, code, now, step + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000")]
    [InlineData("12345")]
    [InlineData("??????")]
    [InlineData("９４２８７０")]
    public void What_is_no_code_of_the_window_matches_nothing(string digits) => Assert.Null(Totp.Match(Secret, digits, Now, Never));

    [Fact]
    public void A_code_with_more_or_fewer_digits_matches_nothing()
    {
        var code = Totp.Code(Secret, Step);

        Assert.Null(Totp.Match(Secret, code + "0", Now, Never));
        Assert.Null(Totp.Match(Secret, code[..5], Now, Never));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, Step, 8), Now, Never));
    }

    [Fact]
    public void A_code_typed_with_full_width_digits_and_a_blank_matches()
    {
        var code = Totp.Code(Secret, Step);
        var typed = string.Concat(code.Select(c => (char)(c - '0' + '０'))).Insert(3, "　");

        Assert.Equal(Step, Totp.Match(Secret, OneTimeCode.Read(typed)!.Reveal(), Now, Never));
    }

    [Fact]
    public void Another_secret_has_other_codes()
    {
        // Ten codes in a row: chance would make them alike once in 10^60.
        var others = Enumerable.Range(0, 10).Select(step => Totp.Code(Totp.CreateSecret(), step));

        Assert.NotEqual(Enumerable.Range(0, 10).Select(step => Totp.Code(Secret, step)), others);
    }

    [Fact]
    public void Secrets_are_160_random_bits()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => Totp.CreateSecret()).ToList();

        Assert.All(secrets, secret => Assert.Equal(20, secret.Length));
        Assert.Equal(1000, secrets.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void A_secret_that_others_could_guess_is_a_defect(int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Code(new byte[length], Step));
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Match(new byte[length], "123456", Now, Never));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void Codes_have_six_to_eight_digits(int digits) => Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Code(Secret, Step, digits));

    [Fact]
    public void The_key_uri_names_organisation_account_and_secret() => Assert.Equal(
        "otpauth://totp/Contoso:alain%40contoso.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Contoso&algorithm=SHA1&digits=6&period=30",
        Totp.KeyUri("Contoso", "alain@contoso.com", Secret));

    [Fact]
    public void A_japanese_organisation_is_percent_encoded_as_utf_8() => Assert.Equal(
        "otpauth://totp/%E6%9D%B1%E4%BA%AC%20%E5%95%86%E4%BA%8B:taro?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%9D%B1%E4%BA%AC%20%E5%95%86%E4%BA%8B&algorithm=SHA1&digits=6&period=30",
        Totp.KeyUri("東京 商事", "taro", Secret));

    [Theory]
    [InlineData("Contoso & Sons?secret=AAAA#x", "CONTOSO\\alain+a%41/../b")]
    [InlineData("100 % \"<b>\"", "a&issuer=Other&secret=AAAA")]
    [InlineData("𠮷野家", "é ＋ 太郎")]
    public void Whatever_the_names_are_an_app_reads_them_back(string issuer, string account)
    {
        var uri = new Uri(Totp.KeyUri(issuer, account, Secret));
        var query = HttpUtility.ParseQueryString(uri.Query);

        Assert.Equal(("otpauth", "totp", ""), (uri.Scheme, uri.Host, uri.Fragment));
        Assert.Equal($"{issuer}:{account}", Uri.UnescapeDataString(uri.OriginalString.Split('?')[0]["otpauth://totp/".Length..]));
        Assert.Equal("secret issuer algorithm digits period", string.Join(' ', query.AllKeys));
        Assert.Equal(issuer, query["issuer"]);
        Assert.Equal(Secret, Base32.Read(query["secret"]));
    }

    [Fact]
    public void A_colon_in_a_name_does_not_move_the_border_between_organisation_and_account() => Assert.StartsWith(
        "otpauth://totp/A%20B:c%20d?", Totp.KeyUri("A:B", "c:d", Secret), StringComparison.Ordinal);
}
