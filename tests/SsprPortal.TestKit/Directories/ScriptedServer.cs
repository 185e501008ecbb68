using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.TestKit.Directories;

/// <summary>A server that says what a test wants, for what no real one says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2? _certificate;
    private readonly Func<Stream, Task> _conversation;
    private readonly Task _serving;

    /// <summary>Has the same conversation on every connection.</summary>
    /// <param name="conversation">What is said after TLS began.</param>
    /// <param name="certificate">What the server shows; null for a server that says everything without TLS.</param>
    public ScriptedServer(Func<Stream, Task> conversation, Func<TestAuthority, X509Certificate2>? certificate)
    {
        (_conversation, _certificate) = (conversation, certificate?.Invoke(_authority));
        _listener.Start();
        _serving = ServeAsync();
    }

    public LdapEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port) { Authorities = _authority.Roots };

    /// <summary>A server that answers each request.</summary>
    /// <param name="answer">Of a request's number and the bytes of its operation, the bytes to send; null to close.</param>
    public static ScriptedServer Answering(Func<int, ReadOnlyMemory<byte>, byte[]?> answer) => new(
        async stream =>
        {
            while (await RequestAsync(stream) is { } request && answer(request.Id, request.Operation) is { } bytes) await stream.WriteAsync(bytes);
        },
        authority => authority.Issue());

    /// <summary>The next request; null when the client says goodbye, or is gone without.</summary>
    public static async Task<(int Id, ReadOnlyMemory<byte> Operation)?> RequestAsync(Stream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes.Count == 0 || (LdapMessage.Length([.. bytes]) ?? int.MaxValue) > bytes.Count)
        {
            if (await stream.ReadAsync(one) == 0) return null;
            bytes.Add(one[0]);
        }

        var message = new AsnReader(bytes.ToArray(), AsnEncodingRules.BER).ReadSequence();
        Assert.True(message.TryReadInt32(out var id));
        var rest = new List<byte>();
        while (message.HasData) rest.AddRange(message.ReadEncodedValue().ToArray());
        return rest[0] == 0x42 ? null : (id, rest.ToArray());
    }

    /// <summary>The end of an operation.</summary>
    public static byte[] Result(int id, int operation, LdapResultCode code = LdapResultCode.Success, string diagnostic = "", string? name = null) => Message(id, writer =>
    {
        using (writer.PushSequence(Ber.Application(operation)))
        {
            writer.WriteEnumeratedValue(code);
            writer.WriteText("");
            writer.WriteText(diagnostic);
            if (name is not null) writer.WriteText(name, Ber.Context(10));
        }
    });

    /// <summary>An entry of a search.</summary>
    public static byte[] Entry(int id, string dn, params (string Attribute, byte[] Value)[] attributes) => Message(id, writer =>
    {
        using (writer.PushSequence(Ber.Application(4)))
        {
            writer.WriteText(dn);
            using (writer.PushSequence())
            {
                foreach (var attribute in attributes.GroupBy(each => each.Attribute, each => each.Value)) writer.WriteAttribute(attribute.Key, attribute);
            }
        }
    });

    public static byte[] Message(int id, Action<AsnWriter> operation)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            operation(writer);
        }

        return writer.Encode();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        _certificate?.Dispose();
        _authority.Dispose();
    }

    private async Task ServeAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true) conversations.Add(ConverseAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var stopped = _stop.Token.Register(client.Dispose);
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    stream = tls;
                    await tls.AuthenticateAsServerAsync(_certificate);
                }

                await using (stream) await _conversation(stream);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException or InvalidOperationException)
            {
                // The client left, which is what some tests are about.
            }
        }
    }
}
