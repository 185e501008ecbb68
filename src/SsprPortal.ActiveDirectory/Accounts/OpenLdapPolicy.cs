using System.Formats.Asn1;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>What OpenLDAP's password policy says beside an answer (draft-behera-ldap-password-policy-10 section 6.2).</summary>
internal enum PolicyWord
{
    /// <summary>Nothing.</summary>
    None = -1,

    /// <summary>The password has expired.</summary>
    Expired = 0,

    /// <summary>The account is locked.</summary>
    Locked = 1,

    /// <summary>The password must be changed before anything else.</summary>
    MustChange = 2,

    /// <summary>The person may not change the password.</summary>
    MayNotChange = 3,
}

/// <summary>The control of the password policy.</summary>
internal static class OpenLdapPolicy
{
    /// <summary>The control, and the operation that writes a password (RFC 3062).</summary>
    public const string Oid = "1.3.6.1.4.1.42.2.27.8.5.1", PasswordModify = "1.3.6.1.4.1.4203.1.11.1";

    /// <summary>Asks for the policy's word.</summary>
    public static LdapControl Ask { get; } = new(Oid);

    /// <summary>The policy's word on an answer.</summary>
    public static PolicyWord Read(LdapResult result)
    {
        if (result.Controls.FirstOrDefault(each => each.Oid == Oid)?.Value is not { } value) return PolicyWord.None;
        try
        {
            var response = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
            if (response.HasData && response.PeekTag() == Ber.Context(0, constructed: true)) _ = response.ReadEncodedValue(); // how long or how often it will still do
            return response.HasData ? (PolicyWord)response.ReadEnumerated(Ber.Context(1)) : PolicyWord.None;
        }
        catch (AsnContentException)
        {
            return PolicyWord.None;
        }
    }

    /// <summary>Sets a password, with or without the old one (RFC 3062 section 2): in clear over TLS, so that the server can judge and hash it.</summary>
    public static LdapExtended Write(string dn, string? old, string password)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteText(dn, Ber.Context(0));
            if (old is not null) writer.WriteText(old, Ber.Context(1));
            writer.WriteText(password, Ber.Context(2));
        }

        return new(PasswordModify, writer.Encode());
    }
}
