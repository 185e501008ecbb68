using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Auditing;

/// <summary>An audit with something in it.</summary>
internal static class WrittenAudit
{
    public static readonly AuditEntry Entry = new(
        AuditCode.ChallengeFailed, Guid.NewGuid(), Guid.NewGuid(), "203.0.113.7", "sms", "Wrong", "AnswerChallenge", Guid.NewGuid());

    /// <summary>Entries as use cases write them, one at a time.</summary>
    public static Task WriteAsync(this PortalDatabase database, int entries) => database.WithAsync<IAuditLog>(async log =>
    {
        for (var i = 0; i < entries; i++)
            await log.WriteAsync(Entry, default);
    });

    /// <summary>More entries than anybody wants to write one at a time.</summary>
    public static Task WriteManyAsync(this PortalDatabase database, int entries) => database.WithAsync<PortalDbContext>(async context =>
    {
        context.Audit.AddRange(Enumerable.Range(0, entries).Select(_ => new AuditRow { At = database.Clock.GetUtcNow(), Code = AuditCode.SignedIn }));
        await context.SaveChangesAsync();
    });

    public static Task<int> SealAsync(this PortalDatabase database) => database.Services.GetRequiredService<AuditSealer>().SealAsync(default);

    public static async Task WriteSealedAsync(this PortalDatabase database, int entries)
    {
        await database.WriteAsync(entries);
        Assert.Equal(entries, await database.SealAsync());
    }

    public static Task<AuditVerification> VerifyAsync(this PortalDatabase database, AuditWitness? witness = null) =>
        database.WithAsync<IAuditVerifier, AuditVerification>(verifier => verifier.VerifyAsync(witness, default));

    public static async Task<(AuditFault? Fault, long? Number)> FaultAsync(this PortalDatabase database, AuditWitness? witness = null)
    {
        var found = await database.VerifyAsync(witness);
        return (found.Fault, found.Number);
    }

    /// <summary>What somebody does who can write the database.</summary>
    public static Task TamperAsync(this PortalDatabase database, string sql) => database.WithAsync<PortalDbContext, int>(context => context.Database.ExecuteSqlRawAsync(sql));

    public static Task<List<AuditRow>> RowsAsync(this PortalDatabase database) =>
        database.WithAsync<PortalDbContext, List<AuditRow>>(context => context.Audit.AsNoTracking().OrderBy(row => row.SealNumber).ThenBy(row => row.Id).ToListAsync());
}
