using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Policies;

namespace SsprPortal.Data.Policies;

internal sealed class PolicyStore(PortalDbContext context) : IPolicyStore
{
    internal static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private SsprPolicy? read;

    public async Task<SsprPolicy> GetAsync(CancellationToken cancellationToken)
    {
        if (read is not null)
            return read;
        var json = await context.Policies.Where(row => row.Id == PolicyRow.TheOnlyId).Select(row => row.Json).SingleOrDefaultAsync(cancellationToken);
        return read = (json is null ? new() : JsonSerializer.Deserialize<SsprPolicy>(json, Json)!).Checked();
    }
}
