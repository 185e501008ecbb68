using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Registration;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Registration;

internal sealed class RegistrationStore(PortalDbContext context, ProtectedColumn protect, DatabaseErrors errors) : IRegistrationStore
{
    private const string Table = "RegisteredMethods";

    public async Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rows = await context.RegisteredMethods.Where(row => row.UserId == userId).OrderBy(row => row.RegisteredAt).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => new RegisteredMethod(row.Id, row.UserId, row.Kind, row.Hint, protect.Unprotect(Table, row.Id, row.ProtectedValue), row.RegisteredAt))];
    }

    public Task<bool> TryAddAsync(RegisteredMethod method, CancellationToken cancellationToken)
    {
        context.RegisteredMethods.Add(new()
        {
            Id = method.Id,
            UserId = method.UserId,
            Kind = method.Kind,
            Hint = method.Hint,
            ProtectedValue = protect.Protect(Table, method.Id, method.Value),
            RegisteredAt = method.RegisteredAt,
        });
        return errors.TryInsertAsync(context, cancellationToken);
    }
}
