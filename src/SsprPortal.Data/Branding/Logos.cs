using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;

namespace SsprPortal.Data.Branding;

internal sealed class Logos(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : ILogos
{
    // Who uploads one and does not save it leaves it behind; the last few are enough for a page that is still open.
    private const int Kept = 5;

    public async Task KeepAsync(Logo logo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logo);
        var now = clock.GetUtcNow();
        if (await context.Logos.Where(row => row.Hash == logo.Hash).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeptAt, now), cancellationToken) == 0)
        {
            context.Logos.Add(new() { Hash = logo.Hash, MediaType = logo.MediaType, Content = logo.Content, KeptAt = now });
            await errors.TryInsertAsync(context, cancellationToken);
        }

        context.ChangeTracker.Clear();
        var last = await context.Logos.OrderByDescending(row => row.KeptAt).Select(row => row.KeptAt).Skip(Kept - 1).FirstOrDefaultAsync(cancellationToken);
        await context.Logos.Where(row => row.KeptAt < last && !context.Policies.Any(policy => policy.Json.Contains(row.Hash))).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<Logo?> FindAsync(string hash, CancellationToken cancellationToken) =>
        context.Logos.Where(row => row.Hash == hash).Select(row => new Logo(row.Hash, row.MediaType, row.Content)).SingleOrDefaultAsync(cancellationToken);
}
