using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Reporting;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Audit;

/// <summary>What gets into the audit, and from there into the figures.</summary>
internal static class Writing
{
    public static async Task WriteAsync(this PortalHost portal, AuditEntry entry)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAuditLog>().WriteAsync(entry, CancellationToken.None);
    }

    /// <summary>Does what the background does every few seconds.</summary>
    public static async Task RollUpAsync(this PortalHost portal)
    {
        await portal.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        await portal.Services.GetRequiredService<RollUp>().RunOnceAsync(CancellationToken.None);
    }
}
