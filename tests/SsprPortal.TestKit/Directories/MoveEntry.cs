using System.Formats.Asn1;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>Moves or renames an entry (RFC 4511 section 4.9), which the portal never does.</summary>
internal sealed class MoveEntry(string dn, string name, string parent) : LdapRequest(13)
{
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(12)))
        {
            writer.WriteText(dn);
            writer.WriteText(name);
            writer.WriteBoolean(true);
            writer.WriteText(parent, Ber.Context(0));
        }
    }
}
