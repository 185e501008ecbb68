using Microsoft.EntityFrameworkCore;
using SsprPortal.Data;
using SsprPortal.Data.PostgreSql;
using SsprPortal.Data.PostgreSql.Embedded;
using SsprPortal.Data.SqlServer;

namespace SsprPortal.Web.Hosting;

/// <summary>The database that <c>Database:Provider</c> names: Embedded (a private PostgreSQL, the default), PostgreSql or SqlServer.</summary>
public sealed class DatabaseChoice : IAsyncDisposable
{
    private const string Embedded = "Embedded";
    private const string Name = "portal";

    private readonly string connectionString;
    private readonly bool sqlServer;
    private readonly EmbeddedPostgreSql? server;

    private DatabaseChoice(string connectionString, bool sqlServer, EmbeddedPostgreSql? server) =>
        (this.connectionString, this.sqlServer, this.server) = (connectionString, sqlServer, server);

    /// <summary>Reads the choice; starts the private server when it is that.</summary>
    /// <exception cref="EmbeddedPostgreSqlException">It cannot be started; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">A setting is missing or unknown.</exception>
    public static async Task<DatabaseChoice> StartAsync(IConfiguration configuration, IHostEnvironment environment)
    {
        var provider = configuration["Database:Provider"] ?? Embedded;
        switch (provider)
        {
            case Embedded:
                var server = await EmbeddedPostgreSql.StartAsync(new()
                {
                    DataFolder = Path.GetFullPath(configuration["Database:DataFolder"] ?? ".data"),
                    NodeModulesFolder = Path.Combine(environment.ContentRootPath, "node_modules"),
                });
                await server.CreateDatabaseAsync(Name);
                return new(server.ConnectionString(Name), false, server);
            case "PostgreSql" or "SqlServer":
                return new(
                    configuration.GetConnectionString("Portal") ?? throw new InvalidOperationException($"ConnectionStrings:Portal is required for Database:Provider = {provider}."),
                    provider == "SqlServer",
                    null);
            default:
                throw new InvalidOperationException($"Database:Provider is '{provider}': it must be Embedded, PostgreSql or SqlServer.");
        }
    }

    /// <summary>Registers the stores over this database.</summary>
    public IServiceCollection AddTo(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (sqlServer)
            services.AddSqlServer();
        else
            services.AddPostgreSql();
        return services.AddData(configuration, environment, (_, options) =>
        {
            if (sqlServer)
                options.UseSqlServer(connectionString);
            else
                options.UsePostgreSql(connectionString);
        });
    }

    /// <summary>Stops the private server, after everything that used it.</summary>
    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
