using System.Globalization;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>What an administrator looks for in the audit, as it is typed.</summary>
public sealed class AuditForm
{
    /// <summary>From this minute on, in the organisation's zone.</summary>
    public string? From { get; set; }

    /// <summary>Before this minute, in the organisation's zone.</summary>
    public string? To { get; set; }

    /// <summary>The user name, or the id, of whose account.</summary>
    public string? Person { get; set; }

    /// <summary>The name of an event.</summary>
    public string? Event { get; set; }

    /// <summary>The name of a result.</summary>
    public string? Result { get; set; }

    /// <summary>The id of a method.</summary>
    public string? Method { get; set; }

    /// <summary>The client's IP address.</summary>
    public string? Address { get; set; }

    /// <summary>The support reference.</summary>
    public string? Reference { get; set; }

    /// <summary>What is filled in, by the names of the fields.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Filled() =>
        from pair in new (string Name, string? Text)[]
        {
            (nameof(From), From), (nameof(To), To), (nameof(Person), Person), (nameof(Event), Event), (nameof(Result), Result), (nameof(Method), Method), (nameof(Address), Address), (nameof(Reference), Reference),
        }
        where !string.IsNullOrWhiteSpace(pair.Text)
        select KeyValuePair.Create(pair.Name, pair.Text);

    /// <summary>What was found; never bound.</summary>
    internal AuditPage Page { get; set; } = new([], null, false);

    /// <summary>The organisation's zone; never bound.</summary>
    internal TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The last verification; never bound.</summary>
    internal AuditLine? Verified { get; set; }

    /// <summary>A moment in the organisation's zone.</summary>
    internal string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Whether no page comes before; never bound.</summary>
    internal bool IsFirst { get; set; } = true;

    /// <summary>The query of the page that follows a place; of the first page, when there is none.</summary>
    internal string Query(AuditPlace? after) => QueryString.Create(
    [
        .. Filled().Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)),
        .. after is null ? [] : new[] { KeyValuePair.Create("after", (string?)string.Create(CultureInfo.InvariantCulture, $"{after.At.UtcTicks}-{after.Id}")) },
    ]).ToUriComponent();
}
