using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Policies;

namespace SsprPortal.Data.Policies;

internal sealed class PolicyStore(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : IPolicyStore
{
    /// <summary>The version of a policy that was never saved.</summary>
    internal const int NeverSaved = -1;

    private SsprPolicy? read;

    public async Task<SsprPolicy> GetAsync(CancellationToken cancellationToken) => read ?? (await ReadAsync(cancellationToken)).Policy;

    public async Task<StoredPolicy> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await context.Policies.AsNoTracking().Where(each => each.Id == PolicyRow.TheOnlyId).SingleOrDefaultAsync(cancellationToken);
        read = (row is null ? new() : JsonSerializer.Deserialize<SsprPolicy>(row.Json, SsprPolicy.Json)!).Checked();
        return new(read, row?.Version ?? NeverSaved, row?.ChangedAt, row?.ChangedBy);
    }

    public Task<bool> HasNamedAsync(string questionId, CancellationToken cancellationToken)
    {
        var id = $"\"{nameof(CustomQuestion.Id)}\":{JsonSerializer.Serialize(questionId, SsprPolicy.Json)},";
        return context.PolicyHistory.AnyAsync(row => row.Json.Contains(id), cancellationToken);
    }

    public async Task<bool> TryWriteAsync(SsprPolicy policy, int version, string changedBy, CancellationToken cancellationToken)
    {
        var (json, now, next) = (JsonSerializer.Serialize(policy, SsprPolicy.Json), clock.GetUtcNow(), version + 1);
        if (version == NeverSaved)
        {
            context.Policies.Add(new() { Json = json, ChangedAt = now, ChangedBy = changedBy, Version = next });
            if (!await errors.TryInsertAsync(context, cancellationToken))
                return false;
        }
        else if (await context.Policies.Where(row => row.Id == PolicyRow.TheOnlyId && row.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Json, json).SetProperty(row => row.ChangedAt, now).SetProperty(row => row.ChangedBy, changedBy).SetProperty(row => row.Version, next), cancellationToken) != 1)
        {
            return false;
        }

        context.PolicyHistory.Add(new() { Version = next, Json = json, ChangedAt = now, ChangedBy = changedBy });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        read = policy;
        return true;
    }
}
