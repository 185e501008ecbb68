using Microsoft.Extensions.Localization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>What entries of the audit are called. What has no word is shown as it is stored.</summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts, IStringLocalizer<MethodTexts> methods)
{
    /// <summary>What happened.</summary>
    public string Event(AuditCode code) => Find(texts, $"Code.{code}") ?? code.ToString();

    /// <summary>The method, or the kind of registration.</summary>
    public string Method(string? id) => string.IsNullOrEmpty(id) ? "" : Find(methods, $"{id}.Name") ?? Find(methods, $"{id}.Title") ?? id;

    /// <summary>The step.</summary>
    public string Stage(string? stage) => string.IsNullOrEmpty(stage) ? "" : Find(texts, $"Stage.{stage}") ?? stage;

    /// <summary>The reason, or several of them; of a verification of the audit, what it found.</summary>
    public string Reason(AuditCode code, string? reason)
    {
        if (string.IsNullOrEmpty(reason))
            return "";
        var parts = reason.Split(' ');
        if (code == AuditCode.AuditVerified)
            return texts[$"Found.{parts[0]}", parts.ElementAtOrDefault(1) ?? ""] is { ResourceNotFound: false } found ? found.Value : reason;
        var words = parts.Select(part => Find(texts, $"Reason.{part}")).ToList();
        return words.TrueForAll(word => word is not null) ? string.Join(texts["Comma"].Value, words) : reason;
    }

    private static string? Find(IStringLocalizer from, string name) => from[name] is { ResourceNotFound: false } text ? text.Value : null;
}
