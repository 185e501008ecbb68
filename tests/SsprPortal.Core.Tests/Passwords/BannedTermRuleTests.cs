using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Passwords;

public sealed class BannedTermRuleTests
{
    private static readonly SsprPolicy Policy = new() { OrganizationName = "Contoso", BannedTerms = ["skytree", "ramenya", "blank"] };

    // "~" and "^" are in no word: a row shows what is left beside the words.
    [Theory]
    [InlineData("skytree", 1)]
    [InlineData("SkyTree", 1)]
    [InlineData("$kytree", 1)]
    [InlineData("ｓｋｙｔｒｅｅ", 1)]
    [InlineData("skytree~", 2)]
    [InlineData("skytree~^", 3)]
    [InlineData("skytre", 1)]
    [InlineData("skytrex", 1)]
    [InlineData("skyxtree", 1)]
    [InlineData("kytree", 1)]
    [InlineData("xkytree", 1)]
    [InlineData("skytreeramenya", 2)]
    [InlineData("~^skytree~^~", 6)]
    [InlineData("C0ntos0Skytree12", 4)]
    [InlineData("ContoS0Bl@nkf9!", 5)]
    [InlineData("passwordpassword", 1)]
    [InlineData("P@ssw0rdSkyTree", 2)]
    [InlineData("qwerty123456789", 1)]
    [InlineData("password^~^~", 5)]
    [InlineData("~^~^~^", 6)]
    [InlineData("😀🐎🔋", 3)]
    [InlineData("", 0)]
    public void A_word_is_one_point_and_so_is_every_character_beside_words(string password, int points) => Assert.Equal(points, BannedTermRule.Points(password, Policy));

    [Theory]
    [InlineData("skyetrex~^~^~^~", 7)]
    [InlineData("cntoso", 6)]
    public void Two_edits_of_a_term_and_one_of_the_name_are_other_words(string password, int least) => Assert.InRange(BannedTermRule.Points(password, Policy), least, password.Length);

    [Theory]
    [InlineData("skytreeskytreeskytree", true)]
    [InlineData("contosocontoso^~^", false)]
    [InlineData("ContosoSkytreeContoso", true)]
    [InlineData("passwordcontosoletmein", true)]
    [InlineData("correct horse battery", false)]
    [InlineData("seven quiet lanterns", false)]
    public async Task Fewer_than_five_points_are_refused(string password, bool refused) =>
        Assert.Equal(refused ? PasswordRefusal.BannedTerm : null, await new BannedTermRule().CheckAsync(password, Sample.Person(), Policy, default));

    [Theory]
    [InlineData("株式会社みかん", "株式会社みかん株式会社みかん", 2)]
    [InlineData("Contoso Pharma", "contosopharma", 1)]
    [InlineData("Contoso Pharma", "pharmacontoso", 2)]
    [InlineData("A\uFFFE", "~a~a", 4)]
    public void The_organisations_name_is_a_word(string name, string password, int points) => Assert.Equal(points, BannedTermRule.Points(password, new() { OrganizationName = name }));

    // The same as looking at every place for every term.
    [Fact]
    public void Nothing_within_one_edit_is_missed()
    {
        var random = new Random(20260615);
        for (var round = 0; round < 300; round++)
        {
            var terms = Enumerable.Range(0, 5).Select(_ => Text(random, random.Next(4, 9))).ToList();
            var text = Text(random, random.Next(0, 14));
            var expected = from start in Enumerable.Range(0, text.Length)
                           from length in Enumerable.Range(1, text.Length - start)
                           where terms.Exists(term => IsNear(text.Substring(start, length), term))
                           select (start, length);

            Assert.Equal(expected.Order(), new NearTerms(terms).In(text).Distinct().Order());
        }
    }

    // Of three letters only, parts of terms stand everywhere: the worst there is. A limit of time would depend on the machine.
    [Fact]
    public void The_longest_password_and_a_thousand_terms_are_no_burden()
    {
        var random = new Random(20260615);
        var policy = new SsprPolicy { BannedTerms = [.. Enumerable.Range(0, 5_000).Select(_ => Text(random, random.Next(4, 17))).Distinct()] }.Checked();
        Assert.Equal(1_000, policy.BannedTerms.Count);

        for (var i = 0; i < 100; i++)
            Assert.InRange(BannedTermRule.Points(Text(random, 128), policy), 1, 128);
    }

    private static bool IsNear(string text, string term) =>
        Edits(text, term) <= 1 && (text.Length <= term.Length || !text.StartsWith(term, StringComparison.Ordinal) && !text.EndsWith(term, StringComparison.Ordinal));

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3))));

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
