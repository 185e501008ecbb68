namespace SsprPortal.TestKit.Portal;

/// <summary>Requests that one browser sends at the same time, each with the cookies it holds at that moment.</summary>
public static class AtOnce
{
    public static Task<IReadOnlyList<HttpResponseMessage>> PostAsync(
        PortalHost portal, PortalBrowser browser, string path, IEnumerable<IReadOnlyDictionary<string, string>> forms) => PostAsync([portal], browser, path, forms);

    /// <summary>The same, to several instances in turn.</summary>
    public static async Task<IReadOnlyList<HttpResponseMessage>> PostAsync(
        IReadOnlyList<PortalHost> portals, PortalBrowser browser, string path, IEnumerable<IReadOnlyDictionary<string, string>> forms)
    {
        ArgumentNullException.ThrowIfNull(portals);
        ArgumentNullException.ThrowIfNull(browser);
        var address = new Uri($"https://{PortalHost.Host}");
        var clients = portals.Select(portal => portal.CreateDefaultClient(address)).ToList();
        var cookies = browser.Cookies.GetCookieHeader(address);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = forms.Select(async (form, number) =>
        {
            using var content = new FormUrlEncodedContent(form);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.Add("Cookie", cookies);
            request.Headers.Add(PortalBrowser.AddressHeader, browser.Address);
            await gate.Task;
            return await clients[number % clients.Count].SendAsync(request);
        }).ToList();
        gate.SetResult();
        return await Task.WhenAll(requests);
    }
}
