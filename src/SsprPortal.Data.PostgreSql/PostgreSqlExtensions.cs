using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace SsprPortal.Data.PostgreSql;

/// <summary>PostgreSQL, the default database.</summary>
public static class PostgreSqlExtensions
{
    /// <summary>Uses PostgreSQL, with the migrations of this project.</summary>
    public static DbContextOptionsBuilder UsePostgreSql(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString, options => options.MigrationsAssembly(typeof(PostgreSqlExtensions).Assembly.GetName().Name));

    /// <summary>Reads this database's errors.</summary>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services) =>
        services.AddSingleton(new DatabaseErrors(exception => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }));
}
