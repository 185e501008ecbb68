using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Auditing;

public sealed class AuditVerifierTests : IAsyncLifetime
{
    /// <summary>Another value for each column of a row.</summary>
    private static readonly Dictionary<string, string> Changes = new()
    {
        ["Id"] = "\"Id\" + 100",
        ["At"] = "\"At\" + interval '1 microsecond'",
        ["Code"] = "\"Code\" + 1",
        ["Result"] = "'Succeeded'",
        ["SubjectId"] = "NULL",
        ["ActorId"] = "\"SubjectId\"",
        ["CorrelationId"] = "gen_random_uuid()",
        ["Address"] = "'203.0.113.8'",
        ["MethodId"] = "'email'",
        ["Stage"] = "\"Stage\" || ' '",
        ["Reason"] = "''",
        ["Seal"] = "set_byte(\"Seal\", 31, get_byte(\"Seal\", 31) # 1)",
    };

    private readonly PortalDatabase database = new();

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await database.WriteSealedAsync(10);
    }

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_audit_that_nobody_touched_is_intact()
    {
        var last = (await database.RowsAsync())[^1];

        Assert.Equal(new(10, 0, new(10, last.Seal)), await database.VerifyAsync());
    }

    [Fact]
    public async Task An_audit_without_an_entry_is_intact()
    {
        var empty = new PortalDatabase();
        await empty.InitializeAsync();

        Assert.Equal(new(0, 0, null), await empty.VerifyAsync());
        Assert.Equal(0, await empty.SealAsync());
        Assert.Equal(new(0, 0, null), await empty.VerifyAsync());
        await empty.DisposeAsync();
    }

    [Fact]
    public async Task More_entries_than_a_page_are_verified_to_the_last()
    {
        const int more = (2 * AuditVerifier.Page) - 10;
        await database.WriteManyAsync(more);
        await database.SealAsync();
        Assert.Equal(more + 10, (await database.VerifyAsync()).Verified);

        await database.TamperAsync($"""UPDATE "Audit" SET "Reason" = 'x' WHERE "SealNumber" = {more + 10}""");

        Assert.Equal((AuditFault.Changed, more + 10L), await database.FaultAsync());
    }

    [Fact]
    public async Task Any_change_of_any_column_is_found()
    {
        var columns = await database.WithAsync<PortalDbContext, List<string>>(context =>
            Task.FromResult(context.Model.FindEntityType(typeof(AuditRow))!.GetProperties().Select(property => property.Name).ToList()));
        Assert.Equal(columns.Except([nameof(AuditRow.SealNumber)]).Order(), Changes.Keys.Order());
        await database.TamperAsync("""CREATE TABLE "Was" AS SELECT * FROM "Audit" """);

        foreach (var (column, value) in Changes)
        {
            await database.TamperAsync($"""UPDATE "Audit" SET "{column}" = {value} WHERE "SealNumber" = 5""");
            var found = await database.FaultAsync();
            Assert.True(found == (AuditFault.Changed, 5), $"{column}: {found}");
            await database.TamperAsync($"""UPDATE "Audit" SET "{column}" = "Was"."{column}" FROM "Was" WHERE "Was"."SealNumber" = "Audit"."SealNumber" """);
            Assert.Null((await database.FaultAsync()).Fault);
        }
    }

    [Theory]
    [InlineData("""UPDATE "Audit" SET "MethodId" = 'sm', "Stage" = 'sAnswerChallenge' WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "MethodId" = "Stage", "Stage" = "MethodId" WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "SubjectId" = "ActorId", "ActorId" = "SubjectId" WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "Result" = '' WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "Result" = 'no such result', "Code" = 9 WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "Seal" = NULL WHERE "SealNumber" = 5""")]
    [InlineData("""UPDATE "Audit" SET "Seal" = '' WHERE "SealNumber" = 5""")]
    public async Task What_moves_between_columns_is_found(string sql)
    {
        await database.TamperAsync(sql);

        Assert.Equal((AuditFault.Changed, 5), await database.FaultAsync());
    }

    [Fact]
    public async Task Seals_under_another_key_do_not_fit()
    {
        var foreign = new AuditSeals(new TestKeyedHash());
        var rows = await database.RowsAsync();
        var seal = rows[3].Seal!;
        rows[4].Reason = "another";
        await database.WithAsync<PortalDbContext>(async context =>
        {
            foreach (var row in rows.Skip(4))
            {
                seal = foreign.Seal(seal, row.SealNumber!.Value, row);
                await context.Audit.Where(each => each.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(each => each.Seal, seal).SetProperty(each => each.Reason, row.Reason));
            }

            await context.AuditChain.ExecuteUpdateAsync(set => set.SetProperty(chain => chain.HeadSeal, seal));
        });

        Assert.Equal((AuditFault.Changed, 5), await database.FaultAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public async Task An_entry_that_is_gone_is_missed(int number)
    {
        await database.TamperAsync($"""DELETE FROM "Audit" WHERE "SealNumber" = {number}""");

        Assert.Equal((AuditFault.Missing, number), await database.FaultAsync());
    }

    [Fact]
    public async Task An_end_that_was_cut_off_with_care_shows_by_what_the_log_said()
    {
        var before = (await database.VerifyAsync()).Head!;
        await database.TamperAsync("""DELETE FROM "Audit" WHERE "SealNumber" > 8""");
        await database.TamperAsync("""UPDATE "AuditChain" SET "HeadNumber" = 8, "HeadSeal" = (SELECT "Seal" FROM "Audit" WHERE "SealNumber" = 8)""");

        Assert.Null((await database.FaultAsync()).Fault);
        Assert.Equal((AuditFault.NotTheWitnessed, 10), await database.FaultAsync(before));

        await database.WriteSealedAsync(5);
        Assert.Null((await database.FaultAsync()).Fault);
        Assert.Equal((AuditFault.NotTheWitnessed, 10), await database.FaultAsync(before));
    }

    [Fact]
    public async Task What_the_log_said_goes_on_being_so()
    {
        var before = (await database.VerifyAsync()).Head!;

        await database.WriteSealedAsync(5);

        Assert.Null((await database.FaultAsync(before)).Fault);
        Assert.Equal((AuditFault.NotTheWitnessed, 10), await database.FaultAsync(before with { Seal = new('A', 64) }));
        Assert.Equal((AuditFault.NotTheWitnessed, 16), await database.FaultAsync(before with { Number = 16 }));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(0)]
    [InlineData(-3)]
    public async Task An_entry_beyond_the_ends_was_inserted(long number)
    {
        await InsertAsync(number);

        Assert.Equal((AuditFault.Inserted, number), await database.FaultAsync());
    }

    [Fact]
    public async Task An_entry_that_was_squeezed_in_was_inserted()
    {
        await database.TamperAsync("""UPDATE "Audit" SET "SealNumber" = -"SealNumber" - 1 WHERE "SealNumber" > 5""");
        await database.TamperAsync("""UPDATE "Audit" SET "SealNumber" = -"SealNumber" WHERE "SealNumber" < 0""");
        await InsertAsync(6);
        await database.TamperAsync("""UPDATE "AuditChain" SET "HeadNumber" = 11""");

        Assert.Equal((AuditFault.Inserted, 6), await database.FaultAsync());
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(3, 8)]
    [InlineData(1, 10)]
    public async Task Two_that_changed_places_are_out_of_order(int one, int other)
    {
        await database.TamperAsync($"""UPDATE "Audit" SET "SealNumber" = -1 WHERE "SealNumber" = {one}""");
        await database.TamperAsync($"""UPDATE "Audit" SET "SealNumber" = {one} WHERE "SealNumber" = {other}""");
        await database.TamperAsync($"""UPDATE "Audit" SET "SealNumber" = {other} WHERE "SealNumber" = -1""");

        Assert.Equal((AuditFault.OutOfOrder, one), await database.FaultAsync());
    }

    [Fact]
    public async Task A_beginning_that_was_cut_off_is_not_taken_for_retention()
    {
        await database.TamperAsync("""UPDATE "AuditChain" SET "AnchorNumber" = 3, "AnchorSeal" = (SELECT "Seal" FROM "Audit" WHERE "SealNumber" = 3)""");
        await database.TamperAsync("""DELETE FROM "Audit" WHERE "SealNumber" <= 3""");

        Assert.Equal((AuditFault.AnchorChanged, 3), await database.FaultAsync());
    }

    [Fact]
    public async Task A_chain_without_its_ends_is_not_intact()
    {
        await database.TamperAsync("""DELETE FROM "AuditChain" """);
        Assert.Equal((AuditFault.AnchorChanged, 0), await database.FaultAsync());

        // An instance that starts now makes new ends, and they do not fit either.
        await (await database.StartInstanceAsync()).GetRequiredService<AuditSealer>().SealAsync(default);
        Assert.Equal((AuditFault.Inserted, 10), await database.FaultAsync());
    }

    [Fact]
    public async Task A_head_that_is_not_the_last_entry_is_found()
    {
        await database.TamperAsync("""UPDATE "AuditChain" SET "HeadSeal" = (SELECT "Seal" FROM "Audit" WHERE "SealNumber" = 9)""");
        Assert.Equal((AuditFault.HeadChanged, 10), await database.FaultAsync());

        await database.TamperAsync("""UPDATE "AuditChain" SET "HeadNumber" = 9""");
        Assert.Equal((AuditFault.Inserted, 10), await database.FaultAsync());
    }

    [Fact]
    public async Task An_entry_that_nobody_seals_is_told_after_ten_minutes()
    {
        await database.WriteAsync(1);
        database.Clock.Advance(AuditVerifier.SealedWithin);
        Assert.Null((await database.FaultAsync()).Fault);

        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((AuditFault.Unsealed, 11), await database.FaultAsync());

        await database.SealAsync();
        Assert.Null((await database.FaultAsync()).Fault);
    }

    [Fact]
    public async Task An_instance_that_has_not_started_can_verify_and_makes_no_key()
    {
        var fresh = database.BuildInstance();
        await using (var scope = fresh.CreateAsyncScope())
            Assert.Null((await scope.ServiceProvider.GetRequiredService<IAuditVerifier>().VerifyAsync(null, default)).Fault);

        await database.TamperAsync("""DELETE FROM "Secrets" """);

        await using (var scope = database.BuildInstance().CreateAsyncScope())
            await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<IAuditVerifier>().VerifyAsync(null, default));
        Assert.Equal(0, await database.WithAsync<PortalDbContext, int>(context => context.Secrets.CountAsync()));
    }

    private Task InsertAsync(long number) => database.TamperAsync(
        $"""INSERT INTO "Audit" ("At", "Code", "SealNumber", "Seal") SELECT "At", "Code", {number}, "Seal" FROM "Audit" WHERE "SealNumber" = 5""");
}
