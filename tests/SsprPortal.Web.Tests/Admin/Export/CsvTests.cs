using SsprPortal.Web.Features.Admin;

namespace SsprPortal.Web.Tests.Admin.Export;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+81", "'+81")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠x", "'＠x")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData("\n=1", "\"'\n'=1\"")]
    [InlineData("Staff;=1", "\"Staff;'=1\"")]
    [InlineData("Staff;Sales", "\"Staff;Sales\"")]
    [InlineData("a-b=c", "a-b=c")]
    public void A_cell_never_begins_a_formula_wherever_the_file_is_opened(string text, string expected) => Assert.Equal(expected + ",x\r\n", CsvText.Line(text, "x"));
}
