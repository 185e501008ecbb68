using SsprPortal.Core.Auditing;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>
/// Verifies the audit beside the requests, one at a time on an instance: ten million entries take minutes. What it found is an entry
/// of the audit, where every instance finds it.
/// </summary>
public sealed partial class AuditCheck(IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, ILogger<AuditCheck> logger)
{
    private readonly Lock gate = new();

    /// <summary>The last verification that was begun here.</summary>
    internal Task Last { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, unless one is under way here.</summary>
    /// <param name="witness">What the end of the chain once was.</param>
    /// <param name="actorId">Who wants to know.</param>
    /// <param name="address">From where.</param>
    /// <returns>Whether it began.</returns>
    public bool TryStart(AuditWitness? witness, Guid actorId, string? address)
    {
        lock (gate)
        {
            if (!Last.IsCompleted)
                return false;
            Last = Task.Run(() => RunAsync(witness, actorId, address, lifetime.ApplicationStopping));
            return true;
        }
    }

    private async Task RunAsync(AuditWitness? witness, Guid actorId, string? address, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var found = await scope.ServiceProvider.GetRequiredService<IAuditVerifier>().VerifyAsync(witness, cancellationToken);
            var reason = found.Fault is { } fault ? $"{fault} {found.Number}" : $"Intact {found.Verified}";
            await scope.ServiceProvider.GetRequiredService<IAuditLog>().WriteAsync(new(AuditCode.AuditVerified, null, null, address, Reason: reason, ActorId: actorId), cancellationToken);
        }
#pragma warning disable CA1031 // Nobody waits for it: the log says what it was.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
        catch (OperationCanceledException)
        {
            // The portal stops.
        }
    }

    [LoggerMessage(LogLevel.Error, "The audit could not be verified.")]
    private partial void LogFailed(Exception exception);
}
