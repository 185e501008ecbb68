using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Data;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;
using SsprPortal.Web.Commands;

namespace SsprPortal.Web.Tests.Commands;

public sealed class VerifyAuditTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await database.WithAsync<IAuditLog>(async log =>
        {
            for (var i = 0; i < 3; i++)
                await log.WriteAsync(new(AuditCode.SignedIn, null, null, null), default);
        });
        await database.Services.GetRequiredService<AuditSealer>().SealAsync(default);
    }

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_intact_audit_is_exit_code_0_and_says_what_to_expect_next_time()
    {
        var (code, said) = await RunAsync();

        Assert.Equal(0, code);
        Assert.Matches("^3 entries are what was sealed, up to 3:[0-9A-F]{64}\nThe audit is intact.\n$", said);
        Assert.Equal((0, said), await RunAsync("--expect", said.Split('\n')[0].Split(' ')[^1]));
    }

    [Fact]
    public async Task What_is_not_as_expected_is_exit_code_1()
    {
        var (code, said) = await RunAsync("--expect", "3:" + new string('0', 64));

        Assert.Equal(1, code);
        Assert.Contains("NOT INTACT, at 3: this entry is gone or is another one than expected", said, StringComparison.Ordinal);
        Assert.DoesNotContain("The audit is intact", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_audit_is_exit_code_1_and_says_where_and_what()
    {
        await database.WithAsync<PortalDbContext, int>(context => context.Audit.Where(row => row.SealNumber == 2).ExecuteDeleteAsync());

        var (code, said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.EndsWith("NOT INTACT, at 2: this entry is gone.\n", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--expect")]
    [InlineData("--expect", "3")]
    [InlineData("--expect", "")]
    [InlineData("--other")]
    [InlineData("--expect", "3:00", "more")]
    public async Task Arguments_that_are_wrong_are_exit_code_2_and_verify_nothing(params string[] args)
    {
        var (code, said) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: audit verify", said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (await VerifyAudit.RunAsync(database.Services, args, output, default), output.ToString());
    }
}
