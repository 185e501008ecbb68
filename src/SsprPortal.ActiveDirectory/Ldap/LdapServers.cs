using System.Collections.Concurrent;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>
/// The servers of one directory, the first that answers being asked, and a few connections that the portal's own account has signed in
/// on. A server that failed is left alone for a while, unless all did. A person's password never goes over a connection that is kept.
/// </summary>
/// <param name="endpoints">The servers, in the order of preference.</param>
/// <param name="name">The portal's own account.</param>
/// <param name="password">Its password.</param>
/// <param name="clock">Tells how long a connection was idle, and a server left alone.</param>
internal sealed class LdapServers(IReadOnlyList<LdapEndpoint> endpoints, string name, string password, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Most connections that are kept.</summary>
    public const int Kept = 8;

    /// <summary>How long a server that failed is left alone, and the portal's account after it was refused, that it be not locked.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection is kept that nobody uses: shorter than what firewalls and servers allow.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<LdapEndpoint, DateTimeOffset> _resting = new();
    private readonly ConcurrentStack<(LdapConnection Connection, DateTimeOffset Since)> _idle = new();
    private Refusal? _refused;
    private volatile bool _keepsNone;

    /// <summary>The portal's own account, as it is configured.</summary>
    public string Name => name;

    /// <summary>The servers, in the order of preference.</summary>
    public IReadOnlyList<LdapEndpoint> Endpoints => endpoints;

    /// <summary>Why no server is ever asked; null when there is no reason.</summary>
    public string? Fault { get; init; }

    /// <summary>How many connections are kept at the moment.</summary>
    public int Idle => _idle.Count;

    /// <summary>A connection of its own to the first server that answers, on which nobody has signed in.</summary>
    /// <exception cref="LdapException">None answers; the failure is the preferred one's.</exception>
    public Task<LdapConnection> ConnectAsync(CancellationToken cancellationToken) =>
        FirstAsync(endpoint => LdapConnection.ConnectAsync(endpoint, cancellationToken));

    /// <summary>A connection of its own to the first server that answers, on which the portal's account has signed in.</summary>
    /// <exception cref="LdapException">None answers, or the account is refused.</exception>
    public Task<LdapConnection> SignInAsync(CancellationToken cancellationToken) =>
        FirstAsync(endpoint => SignInAsync(endpoint, cancellationToken));

    /// <summary>As <see cref="SignInAsync(CancellationToken)"/>, but to this very server.</summary>
    /// <exception cref="LdapException">It does not answer, or the account is refused.</exception>
    public async Task<LdapConnection> SignInAsync(LdapEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw new LdapException(LdapFailure.SettingsUnusable, Fault);
        if (_refused is { } refused && clock.GetUtcNow() < refused.Until) throw new LdapException(LdapFailure.ServiceAccountRefused, endpoint.ToString(), refused.Result);
        var connection = await LdapConnection.ConnectAsync(endpoint, cancellationToken);
        try
        {
            var result = await connection.BindAsync(name, password, cancellationToken);
            if (result.Code is LdapResultCode.Busy or LdapResultCode.Unavailable) throw new LdapException(LdapFailure.Rejected, endpoint.ToString(), result);
            if (!result.IsSuccess)
            {
                _refused = new(result, clock.GetUtcNow() + Rest);
                throw new LdapException(LdapFailure.ServiceAccountRefused, endpoint.ToString(), result);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads as the portal's account. A kept connection may have been closed meanwhile, and a server may fail: then once more, elsewhere.</summary>
    /// <param name="read">Reads, and nothing else: it may be done twice.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LdapException">No server answers, or one refuses.</exception>
    public async Task<T> ReadAsync<T>(Func<LdapConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await OnceAsync(TakeIdle() ?? await SignInAsync(cancellationToken));
        }
        catch (LdapException e) when (e.MaybeDone)
        {
            return await OnceAsync(await SignInAsync(cancellationToken));
        }

        async Task<T> OnceAsync(LdapConnection connection)
        {
            var done = false;
            try
            {
                var value = await read(connection, cancellationToken);
                done = true;
                return value;
            }
            catch (LdapException e) when (e.Failure is LdapFailure.ResponseTimeout or LdapFailure.Protocol)
            {
                LeaveAlone(connection.Endpoint);
                throw;
            }
            finally
            {
                if (done && _idle.Count < Kept) _idle.Push((connection, clock.GetUtcNow()));
                else await connection.DisposeAsync();
                if (_keepsNone) await DisposeAsync();
            }
        }
    }

    /// <summary>Lets the others be asked first for a while.</summary>
    public void LeaveAlone(LdapEndpoint endpoint) => _resting[endpoint] = clock.GetUtcNow() + Rest;

    /// <summary>Closes what is kept, and keeps nothing any more; whoever still asks is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _keepsNone = true;
        while (_idle.TryPop(out var idle)) await idle.Connection.DisposeAsync();
    }

    private LdapConnection? TakeIdle()
    {
        while (_idle.TryPop(out var idle))
        {
            if (clock.GetUtcNow() - idle.Since < IdleFor) return idle.Connection;
            _ = idle.Connection.DisposeAsync().AsTask(); // a goodbye that nobody waits for
        }

        return null;
    }

    private async Task<LdapConnection> FirstAsync(Func<LdapEndpoint, Task<LdapConnection>> connect)
    {
        if (Fault is not null) throw new LdapException(LdapFailure.SettingsUnusable, Fault);
        var now = clock.GetUtcNow();
        var rested = endpoints.ToLookup(endpoint => !_resting.TryGetValue(endpoint, out var until) || until <= now);
        LdapException? first = null;
        foreach (var endpoint in rested[true].Concat(rested[false]))
        {
            try
            {
                var connection = await connect(endpoint);
                _resting.TryRemove(endpoint, out _);
                return connection;
            }
            catch (LdapException e) when (e.Failure != LdapFailure.ServiceAccountRefused) // another server knows no other password
            {
                LeaveAlone(endpoint);
                first ??= e;
            }
        }

        throw first ?? new LdapException(LdapFailure.NameNotResolved, "No server is configured.");
    }

    private sealed record Refusal(LdapResult Result, DateTimeOffset Until);
}
