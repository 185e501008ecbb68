using Microsoft.EntityFrameworkCore;

namespace SsprPortal.Data;

/// <summary>What only a provider can tell of an error. Public for the provider projects.</summary>
/// <param name="IsUniqueViolation">Whether a unique index or key refused the row.</param>
public sealed record DatabaseErrors(Func<Exception, bool> IsUniqueViolation)
{
    /// <summary>
    /// Inserts what was added to the context; false when a unique index refused it. Inside a transaction EF Core sets a savepoint
    /// first, so the transaction goes on.
    /// </summary>
    internal async Task<bool> TryInsertAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is { } inner && IsUniqueViolation(inner))
        {
            return false;
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }
}
