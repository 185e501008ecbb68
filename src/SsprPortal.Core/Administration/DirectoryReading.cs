using System.Globalization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Administration;

/// <summary>An administrator has the portal's record of the directory's people read anew.</summary>
public sealed class DirectoryReading(IDirectorySyncStates syncs, IAuditLog audit, ITransaction transaction)
{
    /// <summary>How it stands.</summary>
    public Task<DirectorySyncState> StateAsync(CancellationToken cancellationToken) => syncs.ReadAsync(cancellationToken);

    /// <summary>Asks for a reading of everybody at once.</summary>
    /// <param name="mayRemove">How many people who are gone may be removed: as many as the administrator was told of, or 0.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="caller">From where.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    /// <returns>False when other people are gone by now than the administrator was told of; nothing was asked for.</returns>
    public Task<bool> RequestAsync(int mayRemove, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(caller);
        return transaction.TryAsync(
            async () =>
            {
                if (mayRemove != 0 && mayRemove != (await syncs.ReadAsync(cancellationToken)).Gone)
                    return false;
                await syncs.RequestAsync(mayRemove, cancellationToken);
                await audit.WriteAsync(new(AuditCode.DirectoryReadingRequested, null, null, caller.Address, Reason: mayRemove.ToString(CultureInfo.InvariantCulture), ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
    }
}
