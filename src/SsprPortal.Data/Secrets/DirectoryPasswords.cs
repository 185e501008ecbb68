using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Policies;

namespace SsprPortal.Data.Secrets;

/// <summary>One row at most, encrypted under the key ring for its very name.</summary>
internal sealed class DirectoryPasswords(PortalDbContext context, IDataProtectionProvider protection) : IDirectoryPasswords
{
    private const string Prefix = "directory-";

    public async Task<string?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var name = Name(id);
        var value = await context.Secrets.Where(row => row.Name == name).Select(row => row.ProtectedValue).SingleOrDefaultAsync(cancellationToken);
        try
        {
            return value is null ? null : Protector(name).Unprotect(value);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public async Task ReplaceAsync(Guid id, string? password, CancellationToken cancellationToken)
    {
        await context.Secrets.Where(row => row.Name.StartsWith(Prefix)).ExecuteDeleteAsync(cancellationToken);
        if (password is null)
            return;
        context.Secrets.Add(new() { Name = Name(id), ProtectedValue = Protector(Name(id)).Protect(password) });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    private static string Name(Guid id) => Prefix + id.ToString("N");

    private IDataProtector Protector(string name) => protection.CreateProtector("SsprPortal.Secret", name);
}
