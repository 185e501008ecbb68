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

    /// <summary>How long a server that failed is left alone.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the portal's account is left alone after it was refused, that it be not locked: as long as a directory usually remembers a
    /// wrong password. Settings that are saved anew are tried at once, for they have servers of their own.
    /// </summary>
    public static readonly TimeSpan RestAfterRefusal = TimeSpan.FromMinutes(30);

    /// <summary>How long a connection is kept that nobody uses: shorter than what firewalls and servers allow.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<LdapEndpoint, DateTimeOffset> _resting = new();
    private readonly ConcurrentStack<(LdapConnection Connection, DateTimeOffset Since)> _idle = new();
    private readonly SemaphoreSlim _untried = new(1, 1);
    private volatile Refusal? _refused;
    private volatile bool _accepted, _keepsNone;

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
        ThrowIfRefused(endpoint);
        var connection = await LdapConnection.ConnectAsync(endpoint, cancellationToken);
        try
        {
            if (_accepted) await BindAsync(connection, cancellationToken);
            else await FirstBindAsync(connection, cancellationToken);
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
        var first = TakeIdle() ?? await SignInAsync(cancellationToken);
        try
        {
            return await OnceAsync(first);
        }
        catch (LdapException e) when (e.MaybeDone || e.Result?.IsTroubleOfTheServer == true)
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
            catch (LdapException e) when (e.Failure is LdapFailure.ResponseTimeout or LdapFailure.Protocol || e.Result?.IsTroubleOfTheServer == true)
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
            if (clock.GetUtcNow() - idle.Since < IdleFor && !IsResting(idle.Connection.Endpoint)) return idle.Connection;
            _ = idle.Connection.DisposeAsync().AsTask(); // a goodbye that nobody waits for
        }

        return null;
    }

    private bool IsResting(LdapEndpoint endpoint) => _resting.TryGetValue(endpoint, out var until) && until > clock.GetUtcNow();

    private void ThrowIfRefused(LdapEndpoint endpoint)
    {
        if (_refused is { } refused && clock.GetUtcNow() < refused.Until) throw new LdapException(LdapFailure.ServiceAccountRefused, endpoint.ToString(), refused.Result);
    }

    // As long as nobody knows whether the password is right, one tries it at a time: many at once would lock the account.
    private async Task FirstBindAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        if (!await _untried.WaitAsync(connection.Endpoint.OperationTimeout, cancellationToken))
            throw new LdapException(LdapFailure.ResponseTimeout, $"{connection.Endpoint}: no turn to sign in within {connection.Endpoint.OperationTimeout.TotalSeconds:0.#} s");
        try
        {
            ThrowIfRefused(connection.Endpoint);
            await BindAsync(connection, cancellationToken);
        }
        finally
        {
            _untried.Release();
        }
    }

    private async Task BindAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        var result = await connection.BindAsync(name, password, cancellationToken);
        if (result.IsTroubleOfTheServer) throw new LdapException(LdapFailure.Rejected, connection.Endpoint.ToString(), result);
        _accepted = result.IsSuccess;
        if (result.IsSuccess) return;
        _refused = new(result, clock.GetUtcNow() + RestAfterRefusal);
        throw new LdapException(LdapFailure.ServiceAccountRefused, connection.Endpoint.ToString(), result);
    }

    private async Task<LdapConnection> FirstAsync(Func<LdapEndpoint, Task<LdapConnection>> connect)
    {
        if (Fault is not null) throw new LdapException(LdapFailure.SettingsUnusable, Fault);
        var resting = endpoints.ToLookup(IsResting);
        LdapException? first = null;
        foreach (var endpoint in resting[false].Concat(resting[true]))
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
