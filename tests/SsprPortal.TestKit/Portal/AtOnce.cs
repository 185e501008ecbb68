namespace SsprPortal.TestKit.Portal;

/// <summary>Requests that one browser sends at the same time, each with the cookies it holds at that moment.</summary>
public static class AtOnce
{
    public static async Task<IReadOnlyList<HttpResponseMessage>> PostAsync(
        PortalHost portal, PortalBrowser browser, string path, IEnumerable<IReadOnlyDictionary<string, string>> forms)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(browser);
        var address = new Uri($"https://{PortalHost.Host}");
        var http = portal.CreateDefaultClient(address);
        var cookies = browser.Cookies.GetCookieHeader(address);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = forms.Select(async form =>
        {
            using var content = new FormUrlEncodedContent(form);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.Add("Cookie", cookies);
            request.Headers.Add(PortalBrowser.AddressHeader, browser.Address);
            await gate.Task;
            return await http.SendAsync(request);
        }).ToList();
        gate.SetResult();
        return await Task.WhenAll(requests);
    }
}
