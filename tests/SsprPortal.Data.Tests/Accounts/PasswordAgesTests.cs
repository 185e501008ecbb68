using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Directory;
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

        var told = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<IPasswordAges>().TryTellAsync(id, new(Now, 14, 90), default));

        Assert.Single(told, each => each);
    }

    [Fact]
    public async Task Of_the_directory_those_are_told_whose_password_expires_soon_and_once_for_each_nearness()
    {
        var (today, soon, late) = (await RecordAsync(0.5), await RecordAsync(13.9), await RecordAsync(14.1));
        var (past, never, disabled, own) = (await RecordAsync(-0.1), await RecordAsync(null), await RecordAsync(5, enabled: false), await PersonAsync(80));

        Assert.Equal([today, soon], await UntoldAsync(14));
        Assert.Equal([today], await UntoldAsync(14, atMost: 1));
        Assert.Equal([today], await UntoldAsync(1));
        foreach (var nobody in new[] { late, past, never, disabled, own }) Assert.False(await TryTellAsync(nobody, 14));
        Assert.Equal((true, false), (await TryTellAsync(soon, 14), await TryTellAsync(soon, 14)));
        Assert.Equal((true, false, false), (await TryTellAsync(today, 1), await TryTellAsync(today, 1), await TryTellAsync(today, 14)));
        Assert.Empty(await UntoldAsync(14));

        // Another password, and another day.
        await SaveAsync(soon, 13.8 + 42);
        Assert.False(await TryTellAsync(soon, 14));
        Assert.Empty(await UntoldAsync(14));
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

    private async Task<Guid> RecordAsync(double? days, bool enabled = true)
    {
        var id = Guid.NewGuid();
        await SaveAsync(id, days, enabled);
        return id;
    }

    private async Task SaveAsync(Guid id, double? days, bool enabled = true) => Assert.Empty(await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(
        mirror => mirror.SaveAsync([new(id, $"{id:N}@contoso.test", "Record") { Stamp = "stamp", Enabled = enabled, PasswordExpiresAt = days is null ? null : Now.AddDays(days.Value) }], default)));

    private Task<IReadOnlyList<Guid>> UntoldAsync(int left, int atMost = 1000) => database.WithAsync<IPasswordAges, IReadOnlyList<Guid>>(ages => ages.UntoldAsync(new(Now, left, null), atMost, default));

    private Task<bool> TryTellAsync(Guid id, int left) => database.WithAsync<IPasswordAges, bool>(ages => ages.TryTellAsync(id, new(Now, left, null), default));

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
