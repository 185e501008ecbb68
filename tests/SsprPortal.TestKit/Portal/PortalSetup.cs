using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Data.Policies;

namespace SsprPortal.TestKit.Portal;

/// <summary>What a test writes into the database of a portal without a way through any page.</summary>
public static class PortalSetup
{
    /// <summary>The account of a person.</summary>
    public static Task<Guid> UserIdAsync(this PortalHost portal, string userName)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == userName).Select(user => user.Id).SingleAsync());
    }

    /// <summary>What an administrator decides from now on.</summary>
    public static Task ChangePolicyAsync(this PortalHost portal, Func<SsprPolicy, SsprPolicy> change)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(change);
        return portal.WithDatabaseAsync(async database =>
        {
            var row = await database.Policies.SingleAsync();
            row.Json = JsonSerializer.Serialize(change(JsonSerializer.Deserialize<SsprPolicy>(row.Json, PolicyStore.Json)!), PolicyStore.Json);
            return await database.SaveChangesAsync();
        });
    }

    /// <summary>Registers something for a person, unproved.</summary>
    public static async Task RegisterAsync(this PortalHost portal, string userName, string kind, string hint, string value)
    {
        ArgumentNullException.ThrowIfNull(portal);
        var entry = new RegisteredMethod(Guid.NewGuid(), await portal.UserIdAsync(userName), kind, hint, value, portal.Clock.GetUtcNow());
        await using var scope = portal.Services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<IRegistrationStore>().TryAddAsync(entry, CancellationToken.None))
            throw new InvalidOperationException($"{userName} has a {kind} already.");
    }
}
