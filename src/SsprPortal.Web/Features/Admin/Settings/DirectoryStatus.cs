using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Whether the directory can be used. The names are stable.</summary>
public enum DirectoryCondition
{
    /// <summary>There is none.</summary>
    NotConfigured,

    /// <summary>Every server works.</summary>
    Running,

    /// <summary>A server works, and another does not.</summary>
    Partly,

    /// <summary>No server works.</summary>
    CannotConnect,
}

/// <summary>How the directory is at this moment.</summary>
/// <param name="Settings">Its settings; null when there is none.</param>
/// <param name="Servers">Its servers.</param>
public sealed record DirectoryStatus(DirectorySettings? Settings, IReadOnlyList<ServerReport> Servers)
{
    /// <summary>A certificate that ends within this time is told of.</summary>
    public static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(30);

    /// <summary>Whether it can be used.</summary>
    public DirectoryCondition Condition =>
        Settings is null ? DirectoryCondition.NotConfigured
        : Working.Count == Servers.Count ? DirectoryCondition.Running
        : Working.Count > 0 ? DirectoryCondition.Partly
        : DirectoryCondition.CannotConnect;

    /// <summary>Servers on which nobody can reset: the history of passwords is to be obeyed, and they do not.</summary>
    public IReadOnlyList<ServerReport> Forgetful => Settings is { KeepHistory: true } ? [.. Working.Where(server => !server.Capabilities.Contains(Capability.History))] : [];

    /// <summary>Servers of another kind than the settings say.</summary>
    public IReadOnlyList<ServerReport> OfAnotherKind => [.. Working.Where(server => server.Capabilities.Contains(Capability.ActiveDirectory) != (Settings?.Kind == DirectoryKind.ActiveDirectory))];

    /// <summary>The servers that work.</summary>
    public IReadOnlyList<ServerReport> Working => [.. Servers.Where(server => server.Failure is null)];

    /// <summary>The server whose certificate ends first, when it ends soon; null when none does.</summary>
    public ServerReport? EndingSoon(DateTimeOffset now) => Servers.Where(server => server.CertificateExpiresAt - now < CertificateSoon).MinBy(server => server.CertificateExpiresAt);

    /// <summary>Asks every server, for a few seconds at most.</summary>
    public static async Task<DirectoryStatus> ReadAsync(DirectorySettings? settings, IDirectoryCheck check, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(check);
        return new(settings, settings is null ? [] : await check.ServersAsync(cancellationToken) ?? []);
    }
}
