using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Auditing;

public sealed class AuditReaderTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Pages_follow_each_other_from_the_newest_to_the_oldest()
    {
        await database.WriteManyAsync(7);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.WriteManyAsync(4);

        var ids = await AllAsync(new(), 3);

        Assert.Equal([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], ids);
    }

    [Fact]
    public async Task Each_filter_finds_what_it_says()
    {
        var person = await database.Person("pat@contoso.test").CreateAsync();
        await database.WriteAsync(2);
        var entry = new AuditEntry(AuditCode.PasswordReset, person.Id, Guid.NewGuid(), "198.51.100.9", "email", null, "SetPassword");
        var before = database.Clock.GetUtcNow();
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.WithAsync<IAuditLog>(log => log.WriteAsync(entry, default));
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.WriteAsync(2);

        AuditFilter[] filters =
        [
            new() { SubjectId = person.Id }, new() { Code = AuditCode.PasswordReset }, new() { Result = AuditResult.Succeeded }, new() { MethodId = "email" }, new() { Address = "198.51.100.9" },
            new() { CorrelationId = entry.CorrelationId }, new() { From = before.AddSeconds(1), Before = before.AddSeconds(61) }, new() { SubjectId = person.Id, Code = AuditCode.PasswordReset, MethodId = "email" },
        ];
        foreach (var filter in filters)
        {
            var line = Assert.Single((await ReadAsync(filter, null, 10)).Lines);
            Assert.Equal((entry, "pat@contoso.test", AuditResult.Succeeded), (line.Entry, line.Subject, line.Result));
        }

        Assert.Empty((await ReadAsync(new() { SubjectId = person.Id, MethodId = "sms" }, null, 10)).Lines);
    }

    [Fact]
    public async Task A_search_that_finds_little_stops_and_goes_on_from_there()
    {
        await database.WithAsync<IAuditLog>(log => log.WriteAsync(new(AuditCode.PasswordReset, null, null, null, "email"), default));
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.WriteManyAsync(IAuditReader.LookedThrough + 10);

        var first = await ReadAsync(new() { MethodId = "email" }, null, 10);
        var second = await ReadAsync(new() { MethodId = "email" }, first.Next, 10);

        Assert.Equal((0, false), (first.Lines.Count, first.IsFull));
        Assert.Single(second.Lines);
        Assert.Null(second.Next);
    }

    private Task<AuditPage> ReadAsync(AuditFilter filter, AuditPlace? after, int atMost) => database.WithAsync<IAuditReader, AuditPage>(reader => reader.ReadAsync(filter, after, atMost, default));

    private async Task<List<long>> AllAsync(AuditFilter filter, int atMost)
    {
        var ids = new List<long>();
        AuditPlace? after = null;
        do
        {
            var page = await ReadAsync(filter, after, atMost);
            ids.AddRange(page.Lines.Select(line => line.Id));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }
}
