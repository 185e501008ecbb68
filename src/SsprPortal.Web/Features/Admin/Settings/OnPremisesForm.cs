using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Which directory there is: none, or one of a kind. The names are those of <see cref="DirectoryKind"/>.</summary>
public enum DirectoryChoice
{
    /// <summary>None.</summary>
    None,

    /// <summary>Active Directory, Windows' or Samba's.</summary>
    ActiveDirectory,

    /// <summary>OpenLDAP with the password policy overlay.</summary>
    OpenLdap,
}

/// <summary>The directory of the organisation, and what the portal does in it.</summary>
public sealed class OnPremisesForm : SettingsForm
{
    /// <summary>The name of a <see cref="DirectoryChoice"/>.</summary>
    public string? Kind { get; set; }

    /// <summary>Servers, one on each line.</summary>
    public string? Servers { get; set; }

    /// <summary>Whether TLS begins by StartTLS.</summary>
    public bool StartTls { get; set; }

    /// <summary>Certificates of authorities (PEM).</summary>
    public string? Authorities { get; set; }

    /// <summary>The portal's own account.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary>Its password; empty keeps the one there is. Never shown.</summary>
    [Secret]
    public string? ServicePassword { get; set; }

    /// <summary>Where the people are.</summary>
    public string? SearchBase { get; set; }

    /// <summary>A filter for people.</summary>
    public string? Filter { get; set; }

    /// <summary>Groups that are left alone, one on each line.</summary>
    public string? ExceptedGroups { get; set; }

    /// <summary>Whether a reset must obey the history.</summary>
    public bool KeepHistory { get; set; }

    /// <summary>OpenLDAP: the attribute of the user name.</summary>
    public string? NameAttribute { get; set; }

    /// <summary>OpenLDAP: the default policy.</summary>
    public string? DefaultPolicy { get; set; }

    /// <summary>Whether new passwords are written to the directory.</summary>
    public bool WritesBack { get; set; }

    /// <summary>Whether people may unlock a locked account without a new password.</summary>
    public bool UnlocksWithoutReset { get; set; }

    /// <summary>Whether people are told by mail before their password expires.</summary>
    public bool NotifiesDirectoryExpiry { get; set; }

    /// <summary>Says at which character a text is no filter; never bound.</summary>
    internal Func<string, int?> FaultOfFilter { get; set; } = _ => null;

    /// <summary>How the directory is now; null while nobody asked it. Never bound.</summary>
    internal DirectoryStatus? Status { get; set; }

    /// <summary>How the record of its people stands; never bound.</summary>
    internal DirectorySyncState Reading { get; set; } = new();

    /// <summary>The policy as it is saved; never bound.</summary>
    internal SsprPolicy Saved { get; private set; } = new();

    internal override string Page => "OnPremises";

    internal override string? DirectoryPassword => Kind == nameof(DirectoryChoice.None) || string.IsNullOrEmpty(ServicePassword) ? null : ServicePassword;

    internal static OnPremisesForm Of(StoredPolicy stored)
    {
        var settings = stored.Policy.Directory ?? new();
        return new()
        {
            Version = stored.Version,
            Saved = stored.Policy,
            Kind = stored.Policy.Directory?.Kind.ToString() ?? nameof(DirectoryChoice.None),
            Servers = string.Join('\n', settings.Servers),
            StartTls = settings.StartTls,
            Authorities = settings.Authorities,
            ServiceAccount = settings.ServiceAccount,
            SearchBase = settings.SearchBase,
            Filter = settings.Filter,
            ExceptedGroups = string.Join('\n', settings.ExceptedGroups),
            KeepHistory = settings.KeepHistory,
            NameAttribute = settings.NameAttribute,
            DefaultPolicy = settings.DefaultPolicy,
            WritesBack = stored.Policy.WritesBack,
            UnlocksWithoutReset = stored.Policy.UnlocksWithoutReset,
            NotifiesDirectoryExpiry = stored.Policy.NotifiesDirectoryExpiry,
        };
    }

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        Saved = policy;
        return policy with { WritesBack = WritesBack, UnlocksWithoutReset = UnlocksWithoutReset, NotifiesDirectoryExpiry = NotifiesDirectoryExpiry, Directory = ReadDirectory(policy.Directory, reading) };
    }

    private DirectorySettings? ReadDirectory(DirectorySettings? before, SettingsReading reading)
    {
        var choice = reading.Choice<DirectoryChoice>(nameof(Kind), Kind);
        if (choice == DirectoryChoice.None)
            return null;
        var settings = new DirectorySettings
        {
            Kind = Enum.Parse<DirectoryKind>(choice.ToString()),
            Servers = [.. SettingsReading.Lines(Servers).Select(line => line.Text)],
            StartTls = StartTls,
            Authorities = ReadAuthorities(reading),
            ServiceAccount = (ServiceAccount ?? "").Trim(),
            PasswordId = before?.PasswordId ?? Guid.Empty,
            SearchBase = (SearchBase ?? "").Trim(),
            Filter = (Filter ?? "").Trim(),
            ExceptedGroups = [.. SettingsReading.Lines(ExceptedGroups).Select(line => line.Text)],
            KeepHistory = KeepHistory,
            NameAttribute = string.IsNullOrWhiteSpace(NameAttribute) ? new DirectorySettings().NameAttribute : NameAttribute.Trim(),
            DefaultPolicy = (DefaultPolicy ?? "").Trim(),
        };
        foreach (var fault in settings.Faults())
            reading.Refuse(fault, $"OnPremises.{fault}.Refused");
        if (settings.Filter.Length is > 0 and <= DirectorySettings.MaxFilter && FaultOfFilter(settings.Filter) is { } character)
            reading.Refuse(nameof(Filter), "OnPremises.Filter.Wrong", character);
        if (DirectoryPassword is { } typed && !DirectorySettings.IsPassword(typed))
            reading.Refuse(nameof(ServicePassword), "OnPremises.ServicePassword.Refused", DirectorySettings.MaxPassword);
        else if (DirectoryPassword is null && before is null)
            reading.Refuse(nameof(ServicePassword), "OnPremises.ServicePassword.First");
        else if (DirectoryPassword is null && !settings.SendsPasswordLike(before!))
            reading.Refuse(nameof(ServicePassword), "Refused.DirectoryPasswordMissing");
        return settings;
    }

    // Kept is what a certificate says, and nothing else that somebody pasted with it.
    private string ReadAuthorities(SettingsReading reading)
    {
        if (string.IsNullOrWhiteSpace(Authorities))
            return "";
        if (Authorities.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            reading.Refuse(nameof(Authorities), "OnPremises.Authorities.PrivateKey");
            Authorities = "";
            return "";
        }

        if (DirectorySettings.ReadAuthorities(Authorities) is { } certificates)
            return string.Join('\n', certificates.Select(each => each.ExportCertificatePem()));
        reading.Refuse(nameof(Authorities), "OnPremises.Authorities.Wrong");
        return "";
    }
}
