using System.Globalization;
using System.Text;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>A text that is no filter.</summary>
/// <param name="character">At which character, from 1.</param>
/// <param name="message">Where, and what is expected there.</param>
internal sealed class LdapFilterException(int character, string message) : FormatException(message)
{
    /// <summary>At which character, from 1.</summary>
    public int Character => character;
}

/// <summary>Reads the text of a filter (RFC 4515 section 3).</summary>
internal sealed class LdapFilterText(string text)
{
    private const int MaxLength = 16 * 1024, MaxDepth = 32;

    private int _at;

    /// <summary>The filter.</summary>
    /// <exception cref="LdapFilterException">It is none.</exception>
    public LdapFilter Parse()
    {
        if (text.Length > MaxLength) throw new LdapFilterException(MaxLength + 1, $"The LDAP filter is longer than {MaxLength} characters.");
        var filter = Filter(0);
        return _at == text.Length ? filter : throw Error("nothing more expected");
    }

    private LdapFilter Filter(int depth)
    {
        if (depth > MaxDepth) throw Error($"more than {MaxDepth} filters in one another");
        Expect('(');
        LdapFilter filter = Peek() switch
        {
            '&' => new LdapFilter.Set(0, Filters(depth)),
            '|' => new LdapFilter.Set(1, Filters(depth)),
            '!' => LdapFilter.Not(Single(depth)),
            _ => Item(),
        };
        Expect(')');
        return filter;
    }

    private List<LdapFilter> Filters(int depth)
    {
        _at++;
        var filters = new List<LdapFilter>();
        while (Peek() == '(') filters.Add(Filter(depth + 1));
        return filters.Count > 0 ? filters : throw Error("at least one filter expected");
    }

    private LdapFilter Single(int depth)
    {
        _at++;
        return Filter(depth + 1);
    }

    private LdapFilter Item()
    {
        var left = Until('=');
        _at++;
        var right = Until(')');
        return left switch
        {
            [.. var name, '>'] => new LdapFilter.Assertion(5, Attribute(name), Value(right)),
            [.. var name, '<'] => new LdapFilter.Assertion(6, Attribute(name), Value(right)),
            [.. var name, '~'] => new LdapFilter.Assertion(8, Attribute(name), Value(right)),
            [.. var name, ':'] => Extensible(name, right),
            _ when right == "*" => LdapFilter.Present(Attribute(left)),
            _ when right.Contains('*') => new LdapFilter.Parts(Attribute(left), Parts(right)),
            _ => LdapFilter.Equal(Attribute(left), Value(right)),
        };
    }

    private LdapFilter.Extensible Extensible(string left, string value)
    {
        var parts = left.Split(':');
        var ofTheName = parts.Length > 1 && parts[1].Equals("dn", StringComparison.OrdinalIgnoreCase);
        var rest = parts[(ofTheName ? 2 : 1)..];
        if (rest.Length > 1 || (parts[0].Length == 0 && rest.Length == 0)) throw Error("attribute:dn:rule expected");
        return new LdapFilter.Extensible(rest is [var rule] ? Attribute(rule) : null, parts[0].Length > 0 ? Attribute(parts[0]) : null, Value(value), ofTheName);
    }

    private List<byte[]> Parts(string value)
    {
        var parts = value.Split('*').Select(Value).ToList();
        return parts.Any(part => part.Length > 0) ? parts : throw Error("one * alone says that there is a value");
    }

    // RFC 4512 section 2.5: letters, digits, hyphens; options after semicolons; or a dotted number
    private string Attribute(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ';' or '.' or '_') ? name : throw Error("the name of an attribute expected");

    private byte[] Value(string escaped)
    {
        var value = new List<byte>();
        var bytes = Encoding.UTF8.GetBytes(escaped);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0) throw Error("no NUL expected");
            if (bytes[i] != '\\') value.Add(bytes[i]);
            else if (i + 2 < bytes.Length && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one)) (value, i) = ([.. value, one], i + 2);
            else throw Error("two hexadecimal digits expected after \\");
        }

        return [.. value];
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private void Expect(char expected)
    {
        if (Peek() != expected) throw Error($"{expected} expected");
        _at++;
    }

    private string Until(char end)
    {
        var at = text.AsSpan(_at).IndexOfAny('(', ')', end);
        if (at < 0 || text[_at + at] != end) throw Error($"{end} expected");
        var found = text.Substring(_at, at);
        _at += at;
        return found;
    }

    private LdapFilterException Error(string what) => new(_at + 1, $"The LDAP filter is wrong at character {_at + 1}: {what}.");
}
