using Npgsql;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Embedded;

public sealed class TestPostgreSqlTests
{
    [Fact]
    public async Task Every_caller_gets_a_database_of_its_own_from_a_template_that_is_built_once()
    {
        var built = 0;
        async Task BuildAsync(string connectionString)
        {
            Interlocked.Increment(ref built);
            await ExecuteAsync(connectionString, "CREATE TABLE person (name text); INSERT INTO person VALUES ('Aiko')");
        }

        var databases = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => TestPostgreSql.CreateDatabaseAsync(BuildAsync, "template_of_this_test")));

        Assert.Equal(1, built);
        Assert.Equal(8, databases.Distinct().Count());
        await ExecuteAsync(databases[0], "DELETE FROM person");
        Assert.Equal(0L, await ExecuteAsync(databases[0], "SELECT count(*) FROM person"));
        Assert.Equal(1L, await ExecuteAsync(databases[1], "SELECT count(*) FROM person"));
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
