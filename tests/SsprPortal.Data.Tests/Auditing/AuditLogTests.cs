using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.PostgreSql;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Auditing;

public sealed class AuditLogTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Fact]
    public async Task An_entry_is_stored_whole_with_its_result_and_to_the_microsecond()
    {
        database.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        var id = Guid.NewGuid();

        await WriteAsync(new(AuditCode.AccountBlocked, id, Guid.NewGuid(), "2001:db8::7", "email", "Blocked", "AnswerChallenge", Guid.NewGuid()));
        var row = await RowAsync(id);

        Assert.Equal((AuditCode.AccountBlocked, "Blocked", "2001:db8::7", "email", "Blocked", "AnswerChallenge"), (row.Code, row.Result, row.Address, row.MethodId, row.Reason, row.Stage));
        Assert.Equal(database.Clock.GetUtcNow().UtcTicks / 10 * 10, row.At.UtcTicks);
        Assert.NotNull(row.CorrelationId);
        Assert.NotNull(row.ActorId);
        Assert.Null(row.Seal);
    }

    [Fact]
    public async Task What_happens_on_the_way_has_no_result()
    {
        var id = Guid.NewGuid();

        await WriteAsync(new(AuditCode.GatePassed, id, null, null));

        Assert.Null((await RowAsync(id)).Result);
    }

    [Theory]
    [InlineData("sms\r\n3008 forged", "sms\\u000D\\u000A3008 forged")]
    [InlineData("a\0b\tc\u001b[2Jd\u007f", "a\\u0000b\\u0009c\\u001B[2Jd\\u007F")]
    [InlineData("a\u0085b\u2028c\u2029d", "a\\u0085b\\u2028c\\u2029d")]
    [InlineData("\u202egnp.exe\u200b\ufeff", "\\u202Egnp.exe\\u200B\\uFEFF")]
    [InlineData("確認コード 😀 é", "確認コード 😀 é")]
    [InlineData("", "")]
    public async Task AC_126_No_text_can_forge_a_line(string text, string stored)
    {
        var id = Guid.NewGuid();

        await WriteAsync(new(AuditCode.SignInRefused, id, null, text, text, text, text));
        var row = await RowAsync(id);

        Assert.Equal((stored, stored, stored, stored), (row.Address, row.MethodId, row.Reason, row.Stage));
    }

    [Fact]
    public async Task What_is_too_long_is_cut_between_characters()
    {
        var id = Guid.NewGuid();
        var faces = "x" + string.Concat(Enumerable.Repeat("😀", 200));
        var breaks = "x" + new string('\n', 200);

        await WriteAsync(new(AuditCode.SignInRefused, id, null, faces, breaks, faces));
        var row = await RowAsync(id);

        Assert.Equal(faces[..63], row.Address);
        Assert.Equal(faces[..255], row.Reason);
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("\\u000A", 10)), row.MethodId);
    }

    [Fact]
    public async Task Half_a_character_does_not_lose_the_entry()
    {
        var id = Guid.NewGuid();

        await WriteAsync(new(AuditCode.SignInRefused, id, null, null, Reason: "a" + '\ud83d' + "b" + '\ude00'));

        Assert.Equal("a\ufffdb\ufffd", (await RowAsync(id)).Reason);
    }

    [Fact]
    public async Task Writing_an_entry_is_one_insert_and_nothing_else()
    {
        var counted = new Statements();
        var options = new DbContextOptionsBuilder<PortalDbContext>().AddInterceptors(counted);
        PostgreSqlExtensions.UsePostgreSql(options, database.ConnectionString);
        await using var context = new PortalDbContext(options.Options);

        await new AuditLog(context, database.Clock).WriteAllAsync([WrittenAudit.Entry], default);

        Assert.StartsWith("INSERT INTO \"Audit\"", Assert.Single(counted.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_cannot_be_changed_by_way_of_the_model()
    {
        var id = Guid.NewGuid();
        await WriteAsync(new(AuditCode.SignedIn, id, null, null));

        await database.WithAsync<PortalDbContext>(async context =>
        {
            (await context.Audit.SingleAsync(row => row.SubjectId == id)).Reason = "another";
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
        });
    }

    private Task WriteAsync(AuditEntry entry) => database.WithAsync<IAuditLog>(log => log.WriteAsync(entry, default));

    private Task<AuditRow> RowAsync(Guid subject) => database.WithAsync<PortalDbContext, AuditRow>(context => context.Audit.AsNoTracking().SingleAsync(row => row.SubjectId == subject));

    private sealed class Statements : DbCommandInterceptor
    {
        public List<string> Texts { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return base.ScalarExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
