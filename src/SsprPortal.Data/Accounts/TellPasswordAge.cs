using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Data.Accounts;

/// <summary>Tells people of passwords that will have to be changed; nobody waits for it to the minute.</summary>
internal sealed class TellPasswordAge(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TellPasswordAge> logger) : RecurringWork(scopes, TimeSpan.FromHours(1), clock, logger)
{
    protected override Task RunAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<PasswordExpiry>().TellAsync(cancellationToken);
}
