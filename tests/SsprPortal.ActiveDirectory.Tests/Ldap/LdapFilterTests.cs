using System.Formats.Asn1;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

public class LdapFilterTests
{
    // What OpenLDAP's ldapsearch sends for the same text.
    [Theory]
    [InlineData("(cn=a)", "A3070402636E040161")]
    [InlineData("(cn=*)", "8702636E")]
    [InlineData("(cn>=a)", "A5070402636E040161")]
    [InlineData("(cn<=a)", "A6070402636E040161")]
    [InlineData("(cn~=a)", "A8070402636E040161")]
    [InlineData("(cn=)", "A3060402636E0400")]
    [InlineData(@"(cn=\2a\28\29\5c)", "A30A0402636E04042A28295C")]
    [InlineData(@"(cn=\00)", "A3070402636E040100")]
    [InlineData("(cn=é)", "A3080402636E0402C3A9")]
    [InlineData("(cn=a*b*c)", "A40F0402636E3009800161810162820163")]
    [InlineData("(cn=*b*)", "A4090402636E3003810162")]
    [InlineData("(cn=a*)", "A4090402636E3003800161")]
    [InlineData("(cn=*c)", "A4090402636E3003820163")]
    [InlineData("(&(a=1)(b=2))", "A010A306040161040131A306040162040132")]
    [InlineData("(|(a=1)(b=2))", "A110A306040161040131A306040162040132")]
    [InlineData("(!(a=1))", "A208A306040161040131")]
    [InlineData("(cn:=a)", "A9078202636E830161")]
    [InlineData("(cn:dn:1.2:=a)", "A90F8103312E328202636E8301618401FF")]
    [InlineData("(:1.2:=a)", "A9088103312E32830161")]
    [InlineData("(userAccountControl:1.2.840.113556.1.4.803:=2)", "A92F8116312E322E3834302E3131333535362E312E342E383033821275736572" + "4163636F756E74436F6E74726F6C830132")]
    public void A_filter_of_an_administrator_is_read(string text, string bytes) => Assert.Equal(bytes, Encode(LdapFilter.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("cn=a")]
    [InlineData("(cn=a")]
    [InlineData("(cn=a))")]
    [InlineData("(cn=a)(cn=b)")]
    [InlineData("(cn)")]
    [InlineData("()")]
    [InlineData("(=a)")]
    [InlineData("(&)")]
    [InlineData("(!)")]
    [InlineData("(!(a=1)(b=2))")]
    [InlineData("(cn=(a)")]
    [InlineData(@"(cn=\2)")]
    [InlineData(@"(cn=\zz)")]
    [InlineData("(cn=**)")]
    [InlineData("(c n=a)")]
    [InlineData("(cn=\0)")]
    [InlineData("(:=a)")]
    [InlineData("(:dn:=a)")]
    [InlineData("(a:b:c:=a)")]
    public void What_is_none_is_refused_with_the_place(string text) => Assert.Contains("character", Assert.Throws<LdapFilterException>(() => LdapFilter.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 1)]
    [InlineData("(department=IT", 13)]
    [InlineData("(a=1)(b=2)", 6)]
    public void The_place_is_counted_from_the_first_character(string text, int character) => Assert.Equal(character, Assert.Throws<LdapFilterException>(() => LdapFilter.Parse(text)).Character);

    [Fact]
    public void Filters_are_read_to_a_depth_and_a_length()
    {
        Assert.Throws<LdapFilterException>(() => LdapFilter.Parse(new string('(', 100_000)));
        Assert.Throws<LdapFilterException>(() => LdapFilter.Parse(string.Concat(Enumerable.Repeat("(!", 40)) + "(a=1)" + new string(')', 40)));
        Assert.NotNull(LdapFilter.Parse(string.Concat(Enumerable.Repeat("(!", 30)) + "(a=1)" + new string(')', 30)));
    }

    [Fact]
    public void A_value_is_a_value_whatever_is_in_it()
    {
        Assert.Equal("A3110402636E040B292863" + "6E3D2A292928265C", Encode(LdapFilter.Equal("cn", @")(cn=*))(&\")));
        Assert.Throws<ArgumentException>(() => LdapFilter.Equal("cn", "a\0b"));
    }

    private static string Encode(LdapFilter filter)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        filter.Write(writer);
        return Convert.ToHexString(writer.Encode());
    }
}
