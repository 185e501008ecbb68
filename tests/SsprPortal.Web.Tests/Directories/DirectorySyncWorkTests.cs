using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Directories;

public sealed class DirectorySyncWorkTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    [Fact]
    public async Task The_directory_is_read_in_the_background_whenever_somebody_asks()
    {
        await using var portal = await PortalHost.StartAsync();
        await domain.AddUserAsync("recorded");
        await portal.UseAsync(domain);

        await AskAsync(portal);
        await Eventually.IsAsync(() => IsFoundAsync(portal, "recorded@contoso.test"), "the reading");

        await domain.AddUserAsync("recorded-too");
        await AskAsync(portal);
        await Eventually.IsAsync(() => IsFoundAsync(portal, "recorded-too@contoso.test"), "another one");
        await Eventually.IsAsync(() => WithAsync<IDirectorySyncStates, bool>(portal, async states => await states.ReadAsync(default) is { IsRunning: false, Failure: null, WholeEndedAt: not null }), "its end");
    }

    private static Task<bool> AskAsync(PortalHost portal) => WithAsync<IDirectorySyncStates, bool>(portal, async states =>
    {
        await states.RequestAsync(0, default);
        return true;
    });

    private static Task<bool> IsFoundAsync(PortalHost portal, string name) =>
        WithAsync<IPeople, bool>(portal, async people => (await people.SearchAsync(name, null, 1, default)).People.Count == 1);

    private static async Task<T> WithAsync<TService, T>(PortalHost portal, Func<TService, Task<T>> ask)
        where TService : notnull
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
