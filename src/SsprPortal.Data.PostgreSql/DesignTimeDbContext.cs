using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SsprPortal.Data.PostgreSql;

/// <summary>For <c>dotnet ef migrations add</c>: a context that knows its provider and never connects.</summary>
internal sealed class DesignTimeDbContext : IDesignTimeDbContextFactory<PortalDbContext>
{
    public PortalDbContext CreateDbContext(string[] args) =>
        new((DbContextOptions<PortalDbContext>)new DbContextOptionsBuilder<PortalDbContext>().UsePostgreSql("Host=design-time").Options);
}
