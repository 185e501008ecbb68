using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Captcha;
using SsprPortal.Web.Features.Admin.Settings;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Health;

/// <summary>How one part of the portal is. The names are stable.</summary>
public enum HealthStatus
{
    /// <summary>Works.</summary>
    Ok,

    /// <summary>Works, and somebody should look.</summary>
    Warn,

    /// <summary>Does not work.</summary>
    Bad,

    /// <summary>Not configured.</summary>
    Off,
}

/// <summary>One part of the portal.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Status">How it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Cause">What was found.</param>
/// <param name="Fix">What to do; null when nothing is to be done.</param>
public sealed record HealthLine(string Id, HealthStatus Status, string Name, string Cause, string? Fix);

/// <summary>A risky setting, in words.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Standards">Which requirements it gives up.</param>
/// <param name="Text">What it means and what to do.</param>
public sealed record LintLine(string Id, string Standards, string Text);

/// <summary>How the portal is.</summary>
/// <param name="CheckedAt">When (UTC).</param>
/// <param name="Checks">Its parts.</param>
/// <param name="Settings">Its risky settings.</param>
public sealed record HealthReport(DateTimeOffset CheckedAt, IReadOnlyList<HealthLine> Checks, IReadOnlyList<LintLine> Settings)
{
    /// <summary>The worst of its parts.</summary>
    public HealthStatus Status => Checks.Any(each => each.Status == HealthStatus.Bad) ? HealthStatus.Bad : Checks.Any(each => each.Status == HealthStatus.Warn) ? HealthStatus.Warn : HealthStatus.Ok;
}

/// <summary>Looks at every part of the portal, and at its settings.</summary>
public sealed class PortalHealth(
    IHealthStore store, IPolicyStore policies, VerificationMethods methods, IEnumerable<IMessageSender> senders, IOptionsSnapshot<CaptchaOptions> captcha, PortalAddress portal, IDirectoryCheck directory, IDirectorySyncStates readings, TimeProvider clock, IStringLocalizer<HealthTexts> texts)
{
    private const long UncountedMost = 10_000;

    private static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(30);
    private static readonly TimeSpan MessageLate = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MessageStuck = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SealedWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Recently = TimeSpan.FromHours(24);

    /// <summary>Looks now.</summary>
    public async Task<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var policy = await policies.GetAsync(cancellationToken);
        var fault = await store.DatabaseFaultAsync(cancellationToken);
        var certificate = store.CertificateEndsAt();
        var figures = await store.FiguresAsync(cancellationToken);
        var installation = new Installation(portal.BaseUrl.Scheme == Uri.UriSchemeHttps, senders.Any(sender => sender.IsForDevelopment), certificate is not null);
        return new(
            now,
            [
                fault is null ? Line("database", HealthStatus.Ok, "Ok") : Line("database", HealthStatus.Bad, "Fault", fault),
                Keys(certificate, now),
                Outbox(figures, now),
                .. Enum.GetValues<MessageChannel>().Select(channel => Channel(channel, figures, now)),
                Line("captcha", HealthStatus.Ok, captcha.Value.Provider == CaptchaProvider.BuiltIn ? "BuiltIn" : "Provider", captcha.Value.Provider),
                Directory(policy, await DirectoryStatus.ReadAsync(policy.Directory, directory, cancellationToken), await readings.ReadAsync(cancellationToken), now),
                Audit(figures, now),
            ],
            [.. SettingsLinter.Of(policy, methods, installation).Select(setting => new LintLine(setting.Id, setting.Standards, texts[$"Lint.{setting.Id}"]))]);
    }

    private HealthLine Keys(DateTimeOffset? ends, DateTimeOffset now) =>
        ends is not { } end ? Line("keys", HealthStatus.Warn, "None")
        : end <= now ? Line("keys", HealthStatus.Bad, "Ended", Day(end))
        : end - now < CertificateSoon ? Line("keys", HealthStatus.Warn, "Soon", Day(end))
        : Line("keys", HealthStatus.Ok, "Ok", Day(end));

    private HealthLine Outbox(HealthFigures figures, DateTimeOffset now)
    {
        var waiting = figures.Waiting >= IHealthStore.CountedTo ? $"{figures.Waiting}+" : figures.Waiting.ToString(CultureInfo.CurrentCulture);
        if (figures.OldestWaiting is not { } oldest)
            return Line("outbox", HealthStatus.Ok, "Empty");
        var minutes = (int)(now - oldest).TotalMinutes;
        return now - oldest > MessageStuck ? Line("outbox", HealthStatus.Bad, "Late", waiting, minutes)
            : now - oldest > MessageLate ? Line("outbox", HealthStatus.Warn, "Late", waiting, minutes)
            : Line("outbox", HealthStatus.Ok, "Waiting", waiting, minutes);
    }

    private HealthLine Channel(MessageChannel channel, HealthFigures figures, DateTimeOffset now)
    {
        var id = channel switch { MessageChannel.Email => "mail", MessageChannel.Text => "text", MessageChannel.Call => "call" };
        if (senders.FirstOrDefault(each => each.Channel == channel) is not { } sender)
            return Line(id, HealthStatus.Off, "None");
        var latest = figures.Latest.Where(each => each.Channel == channel && now - each.DoneAt < Recently).ToList();
        var failed = latest.Count(each => each.State is MessageState.Failed or MessageState.Uncertain);
        return latest is [{ State: MessageState.Failed or MessageState.Uncertain } last, ..] ? Line(id, HealthStatus.Bad, "Failing", last.Reason)
            : failed > 0 ? Line(id, HealthStatus.Warn, "Failed", failed, latest.Count)
            : sender.IsForDevelopment ? Line(id, HealthStatus.Warn, "Inbox")
            : latest.Count > 0 ? Line(id, HealthStatus.Ok, "Ok", latest.Count)
            : Line(id, HealthStatus.Ok, "Unused");
    }

    private HealthLine Directory(SsprPolicy policy, DirectoryStatus status, DirectorySyncState reading, DateTimeOffset now)
    {
        string Of(IEnumerable<ServerReport> servers) => string.Join(", ", servers.Select(server => server.Server));
        return status.Condition switch
        {
            DirectoryCondition.NotConfigured => policy.WritesBack ? Line("directory", HealthStatus.Off, "WritesNowhere") : Line("directory", HealthStatus.Off, "None"),
            DirectoryCondition.CannotConnect => Line("directory", HealthStatus.Bad, "CannotConnect", status.Servers[0].Failure?.Detail),
            _ when policy.WritesBack && status.Forgetful.Count == status.Working.Count => Line("directory", HealthStatus.Bad, "Forgetful", Of(status.Forgetful)),
            _ when policy.WritesBack && status.Forgetful.Count > 0 => Line("directory", HealthStatus.Warn, "Forgetful", Of(status.Forgetful)),
            DirectoryCondition.Partly => Line("directory", HealthStatus.Warn, "Partly", Of(status.Servers.Except(status.Working))),
            _ when status.EndingSoon(now) is { CertificateExpiresAt: { } end } ending => Line("directory", HealthStatus.Warn, "Certificate", ending.Server, Day(end)),
            _ when status.OfAnotherKind.Count > 0 => Line("directory", HealthStatus.Warn, "AnotherKind", Of(status.OfAnotherKind)),
            _ when reading.Gone > 0 => Line("directory", HealthStatus.Warn, "Gone", reading.Gone),
            _ when reading.Failure is not null => Line("directory", HealthStatus.Warn, "ReadingFailed", reading.Detail ?? reading.Failure),
            _ when reading.EndedAt - now > ClocksDiffer => Line("directory", HealthStatus.Warn, "ReadingAhead"),
            _ when reading.EndedAt is { } ended && now - ended > ReadWithin => Line("directory", HealthStatus.Warn, "ReadingLate", (int)(now - ended).TotalMinutes),
            _ => Line("directory", HealthStatus.Ok, "Ok", status.Servers.Count),
        };
    }

    private HealthLine Audit(HealthFigures figures, DateTimeOffset now) =>
        figures.OldestUnsealed is { } oldest && now - oldest > SealedWithin ? Line("audit", HealthStatus.Bad, "Unsealed", (int)(now - oldest).TotalMinutes)
        : figures.Uncounted > UncountedMost ? Line("audit", HealthStatus.Warn, "Uncounted", figures.Uncounted)
        : Line("audit", HealthStatus.Ok, "Ok");

    // What is found of mail, texts and calls has the same words.
    private HealthLine Line(string id, HealthStatus status, string found, params object?[] values)
    {
        var part = id is "mail" or "text" or "call" ? "channel" : id;
        return new(id, status, texts[$"Check.{id}"], texts[$"Cause.{part}.{found}", values!], status == HealthStatus.Ok ? null : texts[$"Fix.{part}.{found}"].Value);
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
