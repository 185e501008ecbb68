using System.Net.Mail;
using System.Text;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>An email address that a code can be sent to.</summary>
public sealed class EmailAddress
{
    /// <summary>Longest address, in UTF-16 units (RFC 5321, section 4.5.3.1.3: a path of 256 with its brackets).</summary>
    public const int MaxLength = 254;

    private EmailAddress(string local, string domain)
    {
        Value = $"{local}@{domain}";
        Mailbox = (local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? $"{local[..plus]}@{domain}" : Value).ToUpperInvariant();
        Masked = $"{Mask(local)}@{Mask(domain[..domain.LastIndexOf('.')])}{domain[domain.LastIndexOf('.')..]}";
    }

    /// <summary>The address as it is written to; the domain in lower case.</summary>
    public string Value { get; }

    /// <summary>The form that tells whether two addresses are one mailbox: nobody tells mailboxes apart by case.</summary>
    public string Key => Value.ToUpperInvariant();

    /// <summary>The <see cref="Key"/> without what follows a plus sign: many servers deliver that to the same mailbox (RFC 5233).</summary>
    public string Mailbox { get; }

    /// <summary>What may be shown: the first character of the name and of the domain, and the top-level domain.</summary>
    public string Masked { get; }

    /// <summary>Reads what a person typed; full-width characters become plain ones (NFKC). Null when it is not one plain address.</summary>
    public static EmailAddress? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxLength || typed.Any(c => char.IsSurrogate(c) || c == '\uFFFE'))
            return null;
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        // A display name, a comment or a quoted part is somebody being clever, not an address typed into a form.
        if (text.Length > MaxLength || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '(' or ')' or ',' or ';' or ':' or '\\' or '[' or ']'))
            return null;
        if (!MailAddress.TryCreate(text, out var parsed) || parsed.Address != text || parsed.User.Length > 64)
            return null;
        var domain = parsed.Host.ToLowerInvariant();
        var labels = domain.Split('.');
        return labels.Length < 2 || labels.Any(label => label.Length is 0 or > 63 || label.StartsWith('-') || label.EndsWith('-')) || labels[^1].All(char.IsAsciiDigit)
            ? null
            : new(parsed.User, domain);
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(EmailAddress);

    private static string Mask(string part) => part[..1] + "••••";
}
