using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Reporting;

/// <summary>What one person has in common with others, as it is stored.</summary>
internal sealed record PersonProfile(Guid UserId, string Name, string Groups, string Known, bool Enabled, bool HoldsRole)
{
    public const string Stored = "stored";

    private const string FromDirectory = "known";

    public PersonProfile(Guid userId, string name, IEnumerable<Guid> groups, IEnumerable<KnownKind> known, bool enabled, bool holdsRole)
        : this(
            userId,
            name,
            string.Join(' ', groups.Order()),
            string.Join(' ', known.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Kind}:{each.Gates}:{(each.IsStored ? Stored : FromDirectory)}")).Order(StringComparer.Ordinal)),
            enabled,
            holdsRole)
    {
    }

    /// <summary>Base64 of the <see cref="PeopleAlikeRow.Key"/>.</summary>
    public string Key { get; } = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{Groups}|{Known}|{Enabled}|{HoldsRole}")));
}
