using System.Data;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Data;

/// <summary>One transaction of the request's context; the database's retry strategy may run the work again.</summary>
internal sealed class EfTransaction(PortalDbContext context) : ITransaction
{
    private readonly List<Action> afterCommit = [];

    /// <summary>Runs once the transaction has committed: nothing outside the database happens before.</summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    public async Task<bool> TryAsync(Func<Task<bool>> work, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
            return await work();
        var committed = await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                // A second run starts from nothing: what the first left in the context is not in the database.
                context.ChangeTracker.Clear();
                afterCommit.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
                if (!await work())
                {
                    await transaction.RollbackAsync(token);
                    context.ChangeTracker.Clear();
                    return false;
                }

                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);
        if (committed)
            afterCommit.ForEach(action => action());
        afterCommit.Clear();
        return committed;
    }
}
