using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Passwords;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Accounts;

public sealed class PasswordAgesTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private DateTimeOffset Now => database.Clock.GetUtcNow();

    [Fact]
    public async Task Of_32_who_tell_somebody_at_once_one_does()
    {
        var id = await PersonAsync(80);

        var told = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<IPasswordAges>().TryTellAsync(id, Now.AddDays(-90), Now.AddDays(-76), 76, default));

        Assert.Single(told, each => each);
    }

    [Fact]
    public async Task Only_those_count_whose_account_may_be_used_and_whose_password_may_expire()
    {
        await using var scope = database.Services.CreateAsyncScope();
        var ages = scope.ServiceProvider.GetRequiredService<IPasswordAges>();
        var before = await ages.CountAsync(Now.AddDays(-500), 1000, default);
        foreach (var (enabled, never, hash) in new[] { (true, false, true), (true, false, true), (true, false, true), (false, false, true), (true, true, true), (true, false, false) })
            await PersonAsync(501, enabled, never, hash);
        await PersonAsync(499);

        Assert.Equal(before + 3, await ages.CountAsync(Now.AddDays(-500), 1000, default));
        Assert.Equal(2, await ages.CountAsync(Now.AddDays(-500), 2, default));
    }

    private async Task<Guid> PersonAsync(double days, bool enabled = true, bool never = false, bool hash = true)
    {
        var person = await database.Person().CreateAsync();
        await using var scope = database.Services.CreateAsyncScope();
        var at = Now.AddDays(-days);
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(set => set
            .SetProperty(user => user.PasswordSetAt, at)
            .SetProperty(user => user.Enabled, enabled)
            .SetProperty(user => user.PasswordNeverExpires, never)
            .SetProperty(user => user.PasswordHash, user => hash ? user.PasswordHash : null));
        return person.Id;
    }
}
