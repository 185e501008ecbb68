using System.Net;

namespace SsprPortal.TestKit.Portal;

/// <summary>Keeps cookies as a browser does, where a test can see and swap them.</summary>
public sealed class CookieHandler : DelegatingHandler
{
    public CookieContainer Jar { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = Jar.GetCookieHeader(request.RequestUri!);
        if (header.Length > 0)
            request.Headers.Add("Cookie", header);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
                Jar.SetCookies(request.RequestUri!, cookie);
        }

        return response;
    }
}
