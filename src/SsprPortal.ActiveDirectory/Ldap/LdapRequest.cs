using System.Formats.Asn1;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>One operation that is asked of a server. What it carries may be secret: it says nothing of itself but its kind.</summary>
/// <param name="answer">The number of the operation that ends it (RFC 4511 section 4.2 and following).</param>
internal abstract class LdapRequest(int answer)
{
    /// <summary>The number of the operation that ends it.</summary>
    public int Answer => answer;

    /// <summary>Writes the operation into its message.</summary>
    public abstract void Write(AsnWriter writer);

    /// <summary>Says nothing of what is in it.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>
/// A sign-in by name and password (RFC 4511 section 4.2). An empty password is none at all to a server, and the sign-in a success as
/// nobody (RFC 4513 section 5.1.2): it is never sent. Nor is a NUL, at which some servers cut.
/// </summary>
internal sealed class LdapBind : LdapRequest
{
    private readonly string _name, _password;

    /// <summary>The sign-in of somebody.</summary>
    /// <exception cref="ArgumentException">The name or the password is empty or has a NUL; the message does not quote it.</exception>
    public LdapBind(string name, string password)
        : base(1)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Contains('\0')) throw new ArgumentException("No name to sign in with.", nameof(name));
        if (password.Length == 0 || password.Contains('\0')) throw new ArgumentException("No password to sign in with.", nameof(password));
        (_name, _password) = (name, password);
    }

    /// <inheritdoc/>
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(0)))
        {
            writer.WriteInteger(3);
            writer.WriteText(_name);
            writer.WriteText(_password, Ber.Context(0));
        }
    }
}

/// <summary>How far below its base a search goes (RFC 4511 section 4.5.1.2).</summary>
internal enum LdapScope
{
    /// <summary>The base itself.</summary>
    Base = 0,

    /// <summary>Its children.</summary>
    OneLevel = 1,

    /// <summary>The base and everything below.</summary>
    Subtree = 2,
}

/// <summary>A search (RFC 4511 section 4.5.1). Aliases are not followed.</summary>
/// <param name="baseDn">Where it begins.</param>
/// <param name="scope">How far below.</param>
/// <param name="filter">Which entries.</param>
/// <param name="attributes">Which attributes; operational ones come only when named.</param>
internal sealed class LdapSearch(string baseDn, LdapScope scope, LdapFilter filter, params IReadOnlyList<string> attributes) : LdapRequest(5)
{
    /// <summary>How many entries at most; 0 for as many as there are, which a paged search alone may ask for.</summary>
    public int AtMost { get; init; }

    /// <summary>How long the server may take, in seconds.</summary>
    public int TimeLimit { get; init; } = 15;

    /// <inheritdoc/>
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(3)))
        {
            writer.WriteText(baseDn);
            writer.WriteEnumeratedValue(scope);
            writer.WriteEnumeratedValue(LdapScope.Base); // 0 is also "never" of derefAliases
            writer.WriteInteger(AtMost);
            writer.WriteInteger(TimeLimit);
            writer.WriteBoolean(false);
            filter.Write(writer);
            using (writer.PushSequence())
            {
                foreach (var attribute in attributes) writer.WriteText(attribute);
            }
        }
    }
}

/// <summary>What becomes of the values of an attribute (RFC 4511 section 4.6).</summary>
internal enum LdapChange
{
    /// <summary>They come to it.</summary>
    Add = 0,

    /// <summary>They go.</summary>
    Delete = 1,

    /// <summary>They are all it has from now on; none takes the attribute away.</summary>
    Replace = 2,
}

/// <summary>A change of an entry, all or nothing (RFC 4511 section 4.6).</summary>
/// <param name="dn">Which entry.</param>
/// <param name="changes">What becomes of it, in this order.</param>
internal sealed class LdapModify(string dn, params IReadOnlyList<(LdapChange Change, string Attribute, byte[][] Values)> changes) : LdapRequest(7)
{
    /// <inheritdoc/>
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(6)))
        {
            writer.WriteText(dn);
            using (writer.PushSequence())
            {
                foreach (var (change, attribute, values) in changes)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteEnumeratedValue(change);
                        writer.WriteAttribute(attribute, values);
                    }
                }
            }
        }
    }
}

/// <summary>An extended operation (RFC 4511 section 4.12).</summary>
/// <param name="oid">Which.</param>
/// <param name="value">Its value, as its own specification encodes it; null for none.</param>
internal sealed class LdapExtended(string oid, byte[]? value = null) : LdapRequest(24)
{
    /// <summary>StartTLS (RFC 4511 section 4.14).</summary>
    public const string StartTls = "1.3.6.1.4.1.1466.20037";

    /// <inheritdoc/>
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(23)))
        {
            writer.WriteText(oid, Ber.Context(0));
            if (value is not null) writer.WriteOctetString(value, Ber.Context(1));
        }
    }
}
