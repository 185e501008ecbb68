using System.Globalization;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What new passwords must be.</summary>
public sealed class PasswordProtectionForm : SettingsForm
{
    // So many lines are named; whoever pasted another file needs no list of it.
    private const int MostNamed = 20;

    /// <summary>Fewest characters, as it was typed.</summary>
    public string? MinLength { get; set; }

    /// <summary>Days after which passwords expire, 0 for never; as it was typed.</summary>
    public string? ExpiryDays { get; set; }

    /// <summary>So many days before, people are told; as it was typed.</summary>
    public string? NoticeDays { get; set; }

    /// <summary>Banned terms, one on each line.</summary>
    public string? Terms { get; set; }

    internal override string Page => "PasswordProtection";

    internal override bool ShowsEffect => true;

    internal static PasswordProtectionForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        MinLength = stored.Policy.PasswordMinLength.ToString(CultureInfo.InvariantCulture),
        ExpiryDays = stored.Policy.PasswordExpiryDays.ToString(CultureInfo.InvariantCulture),
        NoticeDays = stored.Policy.PasswordNoticeDays.ToString(CultureInfo.InvariantCulture),
        Terms = string.Join('\n', stored.Policy.BannedTerms),
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading) => policy with
    {
        PasswordMinLength = reading.Number(nameof(MinLength), MinLength, 8, 64),
        PasswordExpiryDays = ReadExpiry(reading),
        PasswordNoticeDays = reading.Number(nameof(NoticeDays), NoticeDays, 1, SsprPolicy.MaxNoticeDays),
        BannedTerms = ReadTerms(reading),
    };

    private int ReadExpiry(SettingsReading reading)
    {
        var days = SettingsReading.Number(ExpiryDays);
        if (days is not (0 or (>= SsprPolicy.MinExpiryDays and <= SsprPolicy.MaxExpiryDays)))
            reading.Refuse(nameof(ExpiryDays), "Refused.Expiry", SsprPolicy.MinExpiryDays, SsprPolicy.MaxExpiryDays);
        return days ?? 0;
    }

    private List<string> ReadTerms(SettingsReading reading)
    {
        var terms = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var refused = new List<string>();
        foreach (var (number, text) in SettingsReading.Lines(Terms))
        {
            if (!SsprPolicy.IsBannedTerm(text))
                refused.Add(reading.Text("PasswordProtection.Length", number, text.Length > 40 ? text[..40] + "…" : text));
            else if (!terms.TryAdd(text, number))
                refused.Add(reading.Text("PasswordProtection.Twice", number, text, terms[text]));
        }

        if (refused.Count > 0)
            reading.Refuse(nameof(Terms), "PasswordProtection.Refused", string.Join(' ', refused.Take(MostNamed)), refused.Count);
        else if (terms.Count > SsprPolicy.MaxBannedTerms)
            reading.Refuse(nameof(Terms), "PasswordProtection.TooMany", SsprPolicy.MaxBannedTerms, terms.Count);
        return [.. terms.Keys];
    }
}
