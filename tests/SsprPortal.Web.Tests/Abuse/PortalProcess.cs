using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SsprPortal.TestKit;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>The portal in a process of its own, on the database of a test: one that can be killed.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private PortalProcess(Process process, Uri address) =>
        (this.process, http) = (process, new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address });

    public HttpClient Http => http;

    public static async Task<PortalProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "SsprPortal.Web.dll") },
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["PublicBaseUrl"] = address.ToString(),
                ["Database__Provider"] = "PostgreSql",
                ["Demonstration"] = "false",
            },
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var portal = new PortalProcess(Process.Start(start)!, address);
        portal.process.OutputDataReceived += (_, _) => { };
        portal.process.ErrorDataReceived += (_, _) => { };
        portal.process.BeginOutputReadLine();
        portal.process.BeginErrorReadLine();
        await Eventually.IsAsync(portal.IsReadyAsync, $"the portal at {address} to be ready");
        return portal;
    }

    /// <summary>SIGKILL: nothing is finished, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        http.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"The portal ended with {process.ExitCode}.");
        try
        {
            return (await http.GetAsync("/health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
