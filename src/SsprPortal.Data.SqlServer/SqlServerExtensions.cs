using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace SsprPortal.Data.SqlServer;

/// <summary>SQL Server.</summary>
public static class SqlServerExtensions
{
    // A unique index and a unique key say it differently.
    private const int DuplicateIndexRow = 2601;
    private const int DuplicateKey = 2627;

    /// <summary>Uses SQL Server, with the migrations of this project; transient errors run a unit of work again.</summary>
    public static DbContextOptionsBuilder UseSqlServer(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlServer(
            connectionString,
            options => options.MigrationsAssembly(typeof(SqlServerExtensions).Assembly.GetName().Name).EnableRetryOnFailure());

    /// <summary>Reads this database's errors.</summary>
    public static IServiceCollection AddSqlServer(this IServiceCollection services) =>
        services.AddSingleton(new DatabaseErrors(exception => exception is SqlException { Number: DuplicateIndexRow or DuplicateKey }));
}
