using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using SsprPortal.Data.PostgreSql;
using SsprPortal.Data.SqlServer;
using SsprPortal.TestKit;

namespace SsprPortal.Data.Tests.Model;

public sealed partial class MigrationsTests
{
    private const string Script = "src/SsprPortal.Data.SqlServer/Migrations/Script.sql";

    // Bytes. SQL Server clusters a primary key unless told otherwise, and a clustered key takes less.
    private const int LongestIndexKey = 1700;
    private const int LongestClusteredKey = 900;

    [Fact]
    public void The_migrations_of_both_databases_lead_to_the_model()
    {
        using var postgreSql = PostgreSql();
        using var sqlServer = SqlServer();

        Assert.NotEmpty(postgreSql.Database.GetMigrations());
        Assert.NotEmpty(sqlServer.Database.GetMigrations());
        Assert.False(postgreSql.Database.HasPendingModelChanges(), "dotnet ef migrations add <Name> --project src/SsprPortal.Data.PostgreSql");
        Assert.False(sqlServer.Database.HasPendingModelChanges(), "dotnet ef migrations add <Name> --project src/SsprPortal.Data.SqlServer");
    }

    [Fact]
    public void The_script_for_SQL_Server_is_what_the_migrations_say()
    {
        using var context = SqlServer();
        var expected = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        var written = File.ReadAllText(Path.Combine(Checkout.Root, Script));

        Assert.True(Plain(expected) == Plain(written), $"Write it anew: dotnet ef migrations script --idempotent --project src/SsprPortal.Data.SqlServer --output {Script}");
        Assert.Contains("CREATE TABLE [Outbox]", written, StringComparison.Ordinal);

        static string Plain(string text) => text.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public void A_batch_for_SQL_Server_says_nothing_of_a_column_that_it_only_adds()
    {
        var script = File.ReadAllText(Path.Combine(Checkout.Root, Script)).ReplaceLineEndings("\n");
        var added = 0;
        foreach (var batch in script.Split("\nGO\n"))
        {
            // A batch is compiled before its first line runs; what is in EXEC, only when that runs.
            var statements = batch.Split('\n').Where(line => Statement().IsMatch(line)).ToList();
            foreach (Match column in AddedColumn().Matches(batch))
            {
                added++;
                var (table, name) = (column.Groups["table"].Value, column.Groups["name"].Value);
                Assert.DoesNotContain(statements, line => line.Contains(table, StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
            }
        }

        Assert.NotEqual(0, added);
    }

    [Fact]
    public void No_row_of_SQL_Server_can_be_deleted_by_way_of_two_cascades()
    {
        using var context = SqlServer();

        foreach (var root in context.Model.GetEntityTypes())
        {
            var reached = new List<string>();
            Follow(root, reached);
            Assert.True(reached.Count == reached.Distinct().Count() && !reached.Contains(root.Name), $"{root.Name} cascades twice to one of {string.Join(", ", reached)}.");
        }

        static void Follow(IEntityType from, List<string> reached)
        {
            foreach (var key in from.GetReferencingForeignKeys().Where(key => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull))
            {
                var to = key.DeclaringEntityType;
                reached.Add(to.Name);
                Assert.True(reached.Count < 1000, $"{to.Name} cascades in a circle.");
                Follow(to, reached);
            }
        }
    }

    [Fact]
    public void Every_index_of_SQL_Server_has_a_key_that_fits()
    {
        using var context = SqlServer();
        var entities = context.Model.GetEntityTypes().ToList();

        var indexes = entities.SelectMany(entity => entity.GetIndexes()).Select(index => ($"{index.DeclaringEntityType.Name}.{index.GetDatabaseName()}", index.Properties, LongestIndexKey));
        var keys = entities.SelectMany(entity => entity.GetKeys()).Select(key => ($"{key.DeclaringEntityType.Name}.{key.GetName()}", key.Properties, LongestClusteredKey));
        var all = indexes.Concat(keys).ToList();

        Assert.True(all.Count > 30, "The model lost its indexes.");
        var wrong = all.Select(each => (each.Item1, Bytes: each.Properties.Sum(Bytes), Most: each.Item3)).Where(each => each.Bytes is null || each.Bytes > each.Most).ToList();
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_column_is_without_a_length_by_accident()
    {
        using var context = SqlServer();

        var unbounded = context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.GetColumnType().Contains("(max)", StringComparison.Ordinal))
            .Select(property => $"{property.DeclaringType.ClrType.Name}.{property.Name}")
            .Order();

        Assert.Equal(["ApiReplyRow.Body", "ChallengeRow.ProtectedTarget", "ChallengeRow.Secret", "DataProtectionKeyRow.Xml", "ImportChunkRow.Protected", "LogoRow.Content", "OutboxRow.ProtectedPayload", "PeopleAlikeRow.Groups", "PeopleAlikeRow.Known", "PolicyHistoryRow.Json", "PolicyRow.Json", "RegisteredMethodRow.ProtectedValue"], unbounded);
    }

    private static int? Bytes(IProperty property) => property.GetColumnType() switch
    {
        "uniqueidentifier" => 16,
        "datetimeoffset" => 10,
        "bigint" => 8,
        "int" => 4,
        "bit" => 1,
        var type when type.StartsWith("nvarchar(", StringComparison.Ordinal) && property.GetMaxLength() is > 0 and var length => 2 * length,
        var type when type.StartsWith("varbinary(", StringComparison.Ordinal) && property.GetMaxLength() is > 0 and var length => length,
        _ => throw new InvalidOperationException($"{property.DeclaringType.Name}.{property.Name}: {property.GetColumnType()} in a key."),
    };

    private static PortalDbContext PostgreSql()
    {
        var options = new DbContextOptionsBuilder<PortalDbContext>();
        PostgreSqlExtensions.UsePostgreSql(options, "Host=nowhere");
        return new(options.Options);
    }

    private static PortalDbContext SqlServer()
    {
        var options = new DbContextOptionsBuilder<PortalDbContext>();
        SqlServerExtensions.UseSqlServer(options, "Server=nowhere");
        return new(options.Options);
    }

    [GeneratedRegex(@"^\s*(UPDATE|INSERT|DELETE|MERGE|SELECT)\b")]
    private static partial Regex Statement();

    [GeneratedRegex(@"ALTER TABLE \[(?<table>\w+)\] ADD \[(?<name>\w+)\]")]
    private static partial Regex AddedColumn();
}
