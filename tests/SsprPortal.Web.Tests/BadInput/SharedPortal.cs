using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.BadInput;

/// <summary>One portal for the many small questions of a class.</summary>
public sealed class SharedPortal : IAsyncLifetime
{
    public PortalHost Portal { get; private set; } = null!;

    public async Task InitializeAsync() => Portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await Portal.DisposeAsync();
}
