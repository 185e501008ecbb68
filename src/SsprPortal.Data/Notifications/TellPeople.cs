using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Registration;

namespace SsprPortal.Data.Notifications;

/// <summary>Tells people what can wait: of passwords that will have to be changed, and of what they have not registered.</summary>
internal sealed class TellPeople(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TellPeople> logger) : RecurringWork(scopes, TimeSpan.FromMinutes(5), clock, logger)
{
    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<PasswordExpiry>().TellAsync(cancellationToken);
        await services.GetRequiredService<RegistrationReminders>().RemindAsync(cancellationToken);
    }
}
