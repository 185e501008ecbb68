using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Commands;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Nobody erases or forges what the portal remembers.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_114_A_broken_chain_is_reported()
    {
        var browser = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, browser);
        await browser.SubmitAsync(Alain.NewPasswordForm);
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
        await portal.NewBrowser().SignInAsync(Alain.UserId, "not the password");
        var (code, said) = await VerifyAsync();
        Assert.Equal(0, code);
        Assert.Contains("The audit is intact.", said, StringComparison.Ordinal);

        var changed = await portal.WithDatabaseAsync(database => database.Database.ExecuteSqlAsync(
            $"""UPDATE "Audit" SET "Code" = {(int)AuditCode.SignedIn} WHERE "Code" = {(int)AuditCode.SignInRefused}"""));
        Assert.Equal(1, changed);
        (code, said) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("this entry is not what was sealed", said, StringComparison.Ordinal);

        await portal.WithDatabaseAsync(database => database.Database.ExecuteSqlAsync($"""DELETE FROM "Audit" WHERE "SealNumber" = 2"""));
        (code, said) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("at 2: this entry is gone", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_126_Nothing_that_is_typed_breaks_a_line_of_the_audit()
    {
        const string forged = "\r\n2026-06-15 3008 PasswordReset";
        var browser = portal.NewBrowser();
        await browser.SignInAsync(Alain.UserId + forged, "not the password" + forged);
        await browser.StartResetAsync(Alain.UserId + forged);
        browser = portal.NewBrowser();
        await browser.StartResetAsync(Alain.UserId);
        await browser.PostAsync(browser.Path, browser.Fields(new Dictionary<string, string> { ["Method"] = "sms" + forged, ["PhoneNumber"] = Alain.Phone + forged }));
        await using (var scope = portal.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IAuditLog>().WriteAsync(new(AuditCode.SignInRefused, null, null, forged, "sms" + forged, "Mozilla/5.0" + forged, forged), default);

        var rows = await portal.WithDatabaseAsync(database => database.Audit.AsNoTracking().ToListAsync());

        Assert.Contains(rows, row => row.MethodId == "sms\\u000D\\u000A2026-06-15 3008 PasswordReset");
        Assert.DoesNotContain(rows.SelectMany(row => new[] { row.Address, row.MethodId, row.Reason, row.Stage }), text => text is not null && text.Any(char.IsControl));
        Assert.DoesNotContain(rows, row => row.Code == AuditCode.PasswordReset);
        Assert.Equal(0, (await VerifyAsync()).Code);
    }

    private async Task<(int Code, string Said)> VerifyAsync()
    {
        await portal.Services.GetRequiredService<AuditSealer>().SealAsync(default);
        using var output = new StringWriter();
        return (await VerifyAudit.RunAsync(portal.Services, [], output, default), output.ToString());
    }
}
