using Microsoft.AspNetCore.DataProtection;

namespace SsprPortal.Data.Secrets;

/// <summary>
/// Encrypts what a stolen table must not give away, under the key ring, for one table and one row: ciphertext moved to another row
/// does not open.
/// </summary>
internal sealed class ProtectedColumn(IDataProtectionProvider provider)
{
    private const string Purpose = "SsprPortal.Column";

    public string Protect(string table, Guid row, string text) => Protector(table, row).Protect(text);

    public string Unprotect(string table, Guid row, string text) => Protector(table, row).Unprotect(text);

    private IDataProtector Protector(string table, Guid row) => provider.CreateProtector(Purpose, table, row.ToString("N"));
}
