using System.Reflection;
using System.Text.RegularExpressions;
using SsprPortal.TestKit;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>The table "Abuse cases" of docs/security.md and the tests that begin with a case's id say the same.</summary>
public sealed partial class AbuseCaseTests
{
    private static readonly List<(string Id, string What, string Where)> Table = ReadTable();

    /// <summary>The classes that have a test of a case, by its id.</summary>
    private static readonly ILookup<string, string> Tests = (
        from type in Assembly.GetExecutingAssembly().GetTypes()
        from method in type.GetMethods()
        where method.Name.StartsWith("AC_", StringComparison.Ordinal)
        select (Id: Named().Match(method.Name) is { Success: true } match ? $"AC-{match.Groups[1].Value}" : method.Name, Class: Name(type)))
        .Distinct().OrderBy(each => each.Class, StringComparer.Ordinal).ToLookup(each => each.Id, each => each.Class);

    [Fact]
    public void Each_case_stands_once_in_its_order_and_says_what_it_is() => Assert.Multiple(
        () => Assert.True(Table.Count > 70),
        () => Assert.Equal(Table.Select(row => row.Id).Distinct().OrderBy(id => int.Parse(id[3..], System.Globalization.CultureInfo.InvariantCulture)), Table.Select(row => row.Id)),
        () => Assert.All(Table, row => Assert.NotEmpty(row.What)));

    [Fact]
    public void Whatever_is_called_a_case_is_in_the_table() => Assert.Empty(Tests.Select(tests => tests.Key).Except(Table.Select(row => row.Id)));

    [Fact]
    public void Each_case_is_tested_where_the_table_says_or_has_a_reason() => Assert.All(Table, row =>
    {
        if (Tests.Contains(row.Id) || row.Where.StartsWith('`'))
            Assert.Equal(string.Join(", ", Tests[row.Id].Select(name => $"`{name}`")), row.Where.Split(';')[0]);
        else
            Assert.Matches("^(not yet|elsewhere): .{10,}", row.Where);
    });

    // Those of the folder of abuse cases by their name, the others with their folder.
    private static string Name(Type type) => type.FullName!["SsprPortal.Web.Tests.".Length..].Replace("Abuse.", "", StringComparison.Ordinal).Replace('.', '/');

    private static List<(string Id, string What, string Where)> ReadTable() =>
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "docs", "security.md"))
            .SkipWhile(line => line != "## Abuse cases").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => Row().Match(line)).Where(match => match.Success).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)),
    ];

    [GeneratedRegex(@"^AC_(\d{2,3})_[A-Z]")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| (AC-\d{2,3}) \| (.*?) \| (.*?) \|$")]
    private static partial Regex Row();
}
