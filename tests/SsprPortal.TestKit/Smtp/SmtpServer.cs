using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace SsprPortal.TestKit.Smtp;

/// <summary>
/// A real SMTP server (npm smtp-server, in a process of its own) on a free loopback port. It answers by the name before the @:
/// refused@ 550 and busy@ 451 at RCPT, unwanted@ 554 and full@ 452 after the data, dropped@ breaks the connection and unanswered@
/// says nothing after the data, a sender stranger@ is refused with 550; every other mail is taken.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>The name that the certificate bears.</summary>
    public const string Host = "localhost";

    private static readonly string Folder = typeof(SmtpServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "SmtpServerFolder").Value!;

    private static readonly Lazy<string> Authority = new(() =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, "test-authority.pem");
        File.WriteAllText(file, TestCertificates.AuthorityPem);
        return file;
    });

    private readonly Process _node;
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _read;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SmtpServer(Process node) => _node = node;

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>What arrived so far, in order, also what was answered with an error after the data.</summary>
    public IReadOnlyCollection<ReceivedMail> Mails => _mails;

    /// <summary>
    /// The certificate of the authority that signs for the servers of this process. A host that shall trust them is given
    /// SSL_CERT_FILE with this path when its process starts; for the tests' own process tests.runsettings does it.
    /// </summary>
    public static string AuthorityFile => Authority.Value;

    /// <summary>Starts a server.</summary>
    /// <param name="startTls">Whether it offers STARTTLS.</param>
    /// <param name="trusted">Whether its certificate is signed by the test authority; else by itself.</param>
    /// <param name="userName">Who must sign in; with null nobody has to.</param>
    /// <param name="password">With which password.</param>
    /// <param name="port">Where it listens; 0 for a port that is free.</param>
    public static async Task<SmtpServer> StartAsync(bool startTls = true, bool trusted = true, string? userName = null, string? password = null, int port = 0)
    {
        _ = AuthorityFile; // written before any client looks at it
        var (key, certificate) = TestCertificates.ForLocalhost(trusted);
        var start = new ProcessStartInfo("node", "smtp-server.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = new SmtpServer(Process.Start(start)!);
        server._node.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._node.BeginOutputReadLine();
        await server._node.StandardInput.WriteLineAsync(
            JsonSerializer.Serialize(new { startTls, key, certificate, userName, password, port }, JsonSerializerOptions.Web));
        await server._node.StandardInput.FlushAsync();
        server.Port = await server._port.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return server;
    }

    /// <summary>Waits for the next mail (at most 10 seconds).</summary>
    public async Task<ReceivedMail> NextMailAsync()
    {
        if (!await _arrived.WaitAsync(TimeSpan.FromSeconds(10))) throw new TimeoutException("No mail arrived within 10 seconds.");
        return _mails.ElementAt(_read++);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
        _arrived.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _port.TrySetException(new InvalidOperationException("The SMTP server ended: are node and tests/SsprPortal.TestKit/Smtp/node_modules there?"));
            return;
        }

        if (!_port.Task.IsCompleted)
        {
            _port.SetResult(JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32());
            return;
        }

        _mails.Enqueue(ReceivedMail.Parse(line));
        _arrived.Release();
    }
}
