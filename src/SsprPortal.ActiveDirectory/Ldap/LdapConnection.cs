using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>
/// One connection to one LDAPv3 server (RFC 4511) over TLS, for one request at a time. After any failure it is closed for good; nothing
/// is ever tried twice. Failures are <see cref="LdapException"/>; an answer, whatever it says, is a <see cref="LdapResult"/>.
/// </summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private const string NoticeOfDisconnection = "1.3.6.1.4.1.1466.20036";

    /// <summary>The control that asks for a page at a time (RFC 2696).</summary>
    internal const string PagedResults = "1.2.840.113556.1.4.319";

    private readonly LdapEndpoint _endpoint;
    private Stream _stream;
    private int _lastId, _busy;

    private LdapConnection(LdapEndpoint endpoint, Stream stream) => (_endpoint, _stream) = (endpoint, stream);

    /// <summary>The server.</summary>
    public LdapEndpoint Endpoint => _endpoint;

    /// <summary>Whether nothing has failed so far.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>When the server's certificate ends.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; private set; }

    /// <summary>Connects and makes sure of the server.</summary>
    /// <exception cref="LdapException">It could not; nothing was sent but the beginning of TLS.</exception>
    public static async Task<LdapConnection> ConnectAsync(LdapEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(endpoint.ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new LdapConnection(endpoint, Stream.Null);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, timeout.Token);
            connection._stream = new NetworkStream(socket, ownsSocket: true);
            if (endpoint.StartTls) await connection.AskForTlsAsync(timeout.Token);
            await connection.BeginTlsAsync(timeout.Token);
            return connection;
        }
        catch (Exception e)
        {
            await connection._stream.DisposeAsync();
            socket.Dispose();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new LdapException(LdapFailure.ConnectTimeout, $"{endpoint}: no connection within {endpoint.ConnectTimeout.TotalSeconds:0.#} s", e);
            if (e is SocketException socketError) throw new LdapException(Failure(socketError), $"{endpoint}: {socketError.SocketErrorCode}", e);
            throw;
        }
    }

    /// <summary>Signs in.</summary>
    /// <exception cref="ArgumentException">The name or the password is empty or has a NUL; nothing was sent.</exception>
    /// <exception cref="LdapException">The server did not answer.</exception>
    public Task<LdapResult> BindAsync(string name, string password, CancellationToken cancellationToken, params IReadOnlyList<LdapControl> controls) =>
        SendAsync(new LdapBind(name, password), cancellationToken, controls);

    /// <summary>Does anything but a search.</summary>
    /// <exception cref="LdapException">The server did not answer.</exception>
    public Task<LdapResult> SendAsync(LdapRequest request, CancellationToken cancellationToken, params IReadOnlyList<LdapControl> controls) =>
        ExchangeAsync(request, controls, _ => { }, cancellationToken);

    /// <summary>Searches, for a number of entries that the search names.</summary>
    /// <returns>
    /// The entries, and whether there are more than those. A server may have a smaller limit of its own (Windows 1000), or none (Samba).
    /// </returns>
    /// <exception cref="LdapException">The server did not answer, or refused. A base that is not there is no refusal: it has no entries.</exception>
    public async Task<(IReadOnlyList<LdapEntry> Entries, bool More)> SearchAsync(LdapSearch search, CancellationToken cancellationToken, params IReadOnlyList<LdapControl> controls)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(search.AtMost);
        var entries = new List<LdapEntry>();
        var more = false;
        var result = await ExchangeAsync(search, controls, entry => { if (!(more |= entries.Count == search.AtMost)) entries.Add(entry); }, cancellationToken);
        return result.Code switch
        {
            LdapResultCode.Success => (entries, more),
            LdapResultCode.SizeLimitExceeded => (entries, true),
            LdapResultCode.NoSuchObject => ([], false),
            _ => throw new LdapException(LdapFailure.Rejected, _endpoint.ToString(), result),
        };
    }

    /// <summary>Searches for every entry there is, a page at a time (RFC 2696); the connection is in use until the last one.</summary>
    /// <param name="search">The search.</param>
    /// <param name="pageSize">Entries of a page; a server may send fewer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LdapException">The server did not answer, or refused.</exception>
    public async IAsyncEnumerable<LdapEntry> SearchPagedAsync(LdapSearch search, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cookie = Array.Empty<byte>();
        do
        {
            var entries = new List<LdapEntry>();
            var result = await ExchangeAsync(search, [new(PagedResults, Page(pageSize, cookie), Critical: true)], entries.Add, cancellationToken);
            if (!result.IsSuccess) throw new LdapException(LdapFailure.Rejected, _endpoint.ToString(), result);
            foreach (var entry in entries) yield return entry;
            cookie = Cookie(result);
        }
        while (cookie.Length > 0);
    }

    /// <summary>Says goodbye (RFC 4511 section 4.3) and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            IsUsable = false;
            using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                await _stream.WriteAsync(LdapMessage.Write(++_lastId, new Unbind(), []).Encode(), moment.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
            {
                // A courtesy.
            }
        }

        await _stream.DisposeAsync();
    }

    private static byte[] Page(int size, byte[] cookie)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(size);
            writer.WriteOctetString(cookie);
        }

        return writer.Encode();
    }

    private byte[] Cookie(LdapResult result)
    {
        if (result.Controls.FirstOrDefault(each => each.Oid == PagedResults)?.Value is not { } value) return [];
        try
        {
            var page = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
            _ = page.ReadIntegerBytes(); // how many there may be: an estimate, mostly 0
            return page.ReadBytes();
        }
        catch (AsnContentException e)
        {
            IsUsable = false;
            throw NotLdap(e);
        }
    }

    private static LdapFailure Failure(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => LdapFailure.NameNotResolved,
        SocketError.ConnectionRefused => LdapFailure.ConnectionRefused,
        SocketError.TimedOut => LdapFailure.ConnectTimeout,
        _ => LdapFailure.NetworkUnreachable,
    };

    // What comes before TLS is anybody's: not a byte of it is kept, and a byte too many breaks the handshake.
    private async Task AskForTlsAsync(CancellationToken cancellationToken)
    {
        var result = await SendAsync(new LdapExtended(LdapExtended.StartTls), cancellationToken);
        if (!result.IsSuccess) throw new LdapException(LdapFailure.TlsFailed, $"{_endpoint} refuses StartTLS", result);
    }

    private async Task BeginTlsAsync(CancellationToken cancellationToken)
    {
        var certificate = new LdapCertificate(_endpoint);
        var tls = new SslStream(_stream);
        _stream = tls;
        try
        {
            await tls.AuthenticateAsClientAsync(certificate.Options(), cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw certificate.Refusal ?? new LdapException(LdapFailure.TlsFailed, $"{_endpoint}: no TLS ({e.InnerException?.Message ?? e.Message})", e);
        }

        CertificateExpiresAt = certificate.ExpiresAt;
    }

    private async Task<LdapResult> ExchangeAsync(LdapRequest request, IReadOnlyList<LdapControl> controls, Action<LdapEntry> found, CancellationToken cancellationToken)
    {
        if (!IsUsable) throw new LdapException(LdapFailure.ConnectionLost, $"{_endpoint}: closed after a failure");
        if (Interlocked.Exchange(ref _busy, 1) == 1) throw new InvalidOperationException("One request at a time.");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_endpoint.OperationTimeout);
        var (sent, answered) = (false, false);
        try
        {
            var id = ++_lastId;
            using var message = Encoded.Of(LdapMessage.Write(id, request, controls));
            timeout.Token.ThrowIfCancellationRequested();
            sent = true;
            await _stream.WriteAsync(message.Bytes, timeout.Token);
            var result = await AnswerAsync(id, request.Answer, found, timeout.Token);
            answered = true;
            return result;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LdapException(LdapFailure.ResponseTimeout, $"{_endpoint}: no answer within {_endpoint.OperationTimeout.TotalSeconds:0.#} s", e, sent);
        }
        catch (IOException e)
        {
            throw new LdapException(LdapFailure.ConnectionLost, $"{_endpoint}: the connection broke", e, sent);
        }
        catch (AsnContentException e)
        {
            throw NotLdap(e);
        }
        finally
        {
            IsUsable &= answered;
            _busy = 0;
        }
    }

    private LdapException NotLdap(AsnContentException e) => new(LdapFailure.Protocol, $"{_endpoint}: what came is not LDAP", e, maybeDone: true);

    private async Task<LdapResult> AnswerAsync(int id, int answer, Action<LdapEntry> found, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = LdapMessage.Read(await ReadAsync(cancellationToken));
            if (message.Id == 0 && message.Result?.ResponseName == NoticeOfDisconnection)
                throw new LdapException(LdapFailure.ConnectionLost, $"{_endpoint} ends the connection: {message.Result}", maybeDone: true);
            if (message.Id == 0) continue; // RFC 4511 section 4.4: what is not known is passed over
            if (message.Id != id) throw new AsnContentException("An answer to no question.");
            if (message.Entry is { } entry) found(entry);
            else if (message.Result is { } result && (message.Operation == answer || IsRefusalOfControl(message.Operation, result))) return result;
            else if (message.Result is not null) throw new AsnContentException("An answer to another question.");
        }
    }

    // Samba refuses a critical control that it does not know before it looks which operation it came with.
    private static bool IsRefusalOfControl(int operation, LdapResult result) => operation == 24 && result.Code == LdapResultCode.UnavailableCriticalExtension;

    private async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var header = new byte[6];
        var (read, length) = (2, default(int?));
        await _stream.ReadExactlyAsync(header.AsMemory(0, read), cancellationToken);
        while ((length = LdapMessage.Length(header.AsSpan(0, read))) is null) await _stream.ReadExactlyAsync(header.AsMemory(read++, 1), cancellationToken);

        var message = new byte[length.Value];
        header.AsSpan(0, read).CopyTo(message);
        await _stream.ReadExactlyAsync(message.AsMemory(read), cancellationToken);
        return message;
    }

    private sealed class Unbind() : LdapRequest(-1)
    {
        public override void Write(AsnWriter writer) => writer.WriteNull(Ber.Application(2, constructed: false));
    }

    // A request as it goes out, wiped when it is gone: it may hold a password.
    private readonly record struct Encoded(byte[] Bytes) : IDisposable
    {
        public static Encoded Of(AsnWriter writer)
        {
            var encoded = new Encoded(writer.Encode());
            writer.Reset(); // wipes too
            return encoded;
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
    }
}
