using System.Formats.Asn1;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>Adds an entry (RFC 4511 section 4.7), which the portal never does.</summary>
internal sealed class AddEntry(string dn, IEnumerable<(string Attribute, byte[] Value)> attributes) : LdapRequest(9)
{
    public override void Write(AsnWriter writer)
    {
        using (writer.PushSequence(Ber.Application(8)))
        {
            writer.WriteText(dn);
            using (writer.PushSequence())
            {
                foreach (var attribute in attributes.GroupBy(each => each.Attribute, each => each.Value)) writer.WriteAttribute(attribute.Key, attribute);
            }
        }
    }
}

/// <summary>Takes an entry away (RFC 4511 section 4.8), which the portal never does.</summary>
internal sealed class DeleteEntry(string dn) : LdapRequest(11)
{
    public override void Write(AsnWriter writer) => writer.WriteText(dn, Ber.Application(10, constructed: false));
}
