using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

/// <summary>A controller that hangs, and one that goes away: tests that leave it as they found it.</summary>
public class SambaFailureTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_controller_that_hangs_is_given_up()
    {
        await using var connection = await LdapConnection.ConnectAsync(domain.Endpoint with { OperationTimeout = Soon }, default);
        await domain.FreezeAsync();

        var hangs = await Assert.ThrowsAsync<LdapException>(() => connection.BindAsync(SambaDomain.Service, SambaDomain.ServicePassword, default));
        var silent = await Assert.ThrowsAsync<LdapException>(() => LdapConnection.ConnectAsync(domain.Endpoint with { ConnectTimeout = Soon }, default));
        await domain.ThawAsync();

        Assert.Equal((LdapFailure.ResponseTimeout, true), (hangs.Failure, hangs.MaybeDone));
        Assert.Equal(LdapFailure.ConnectTimeout, silent.Failure);
        await (await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword)).DisposeAsync();
    }

    [Fact]
    public async Task A_controller_that_dies_before_it_answers_is_told()
    {
        await using var connection = await LdapConnection.ConnectAsync(domain.Endpoint, default);
        await domain.FreezeAsync();
        var bind = connection.BindAsync(SambaDomain.Service, SambaDomain.ServicePassword, default);

        await domain.KillAsync();
        var failure = await Assert.ThrowsAsync<LdapException>(() => bind);
        await domain.StartAsync();

        Assert.Equal((LdapFailure.ConnectionLost, true), (failure.Failure, failure.MaybeDone));
        await (await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword)).DisposeAsync();
    }
}
