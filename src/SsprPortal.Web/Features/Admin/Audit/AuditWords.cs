using Microsoft.Extensions.Localization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>What entries of the audit are called. What has no word is shown as it is stored: a name, an address, a number.</summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts, IStringLocalizer<AdminTexts> admin, IStringLocalizer<ReportTexts> reports, IStringLocalizer<MethodTexts> methods)
{
    private const string Arrow = " → ";

    /// <summary>What happened.</summary>
    public string Event(AuditCode code) => Find(texts, $"Code.{code}") ?? code.ToString();

    /// <summary>What is registered.</summary>
    public string Kind(string kind) => Find(methods, $"{kind}.Title") ?? kind;

    /// <summary>The method, or the kind of registration.</summary>
    public string Method(string? id) => string.IsNullOrEmpty(id) ? "" : Find(methods, $"{id}.Noun") ?? Find(methods, $"{id}.Title") ?? id;

    /// <summary>The step, the setting, or what was done to a group.</summary>
    public string Stage(string? stage) => string.IsNullOrEmpty(stage) ? "" : Find(texts, $"Stage.{stage}") ?? stage;

    /// <summary>The reason, or several of them; what was so before and after; of a verification of the audit, what it found.</summary>
    public string Reason(AuditCode code, string? reason)
    {
        if (string.IsNullOrEmpty(reason))
            return "";
        if (code == AuditCode.AuditVerified)
            return reason.Split(' ') is [var found, .. var number] && texts[$"Found.{found}", number.FirstOrDefault() ?? ""] is { ResourceNotFound: false } text ? text.Value : reason;
        // The name of a group, and what a key is known by, may look like a word.
        return code is AuditCode.GroupChanged or AuditCode.KeyCreated ? reason : string.Join(Arrow, reason.Split(Arrow).Select(Side));
    }

    private string Side(string side)
    {
        var words = side.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Word).ToList();
        return words.Count > 0 && words.TrueForAll(word => word is not null) ? string.Join(texts["Comma"].Value, words) : side;
    }

    private string? Word(string word) => Find(texts, $"Reason.{word}") ?? Find(admin, $"Role.{word}") ?? Find(methods, $"{word}.Noun") ?? Find(reports, $"Table.{word}") ?? Find(reports, $"Period.{word}");

    private static string? Find(IStringLocalizer from, string name) => from[name] is { ResourceNotFound: false } text ? text.Value : null;
}
