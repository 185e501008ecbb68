using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Configurations;

namespace SsprPortal.Data.Auditing;

internal sealed class AuditLog(PortalDbContext context, TimeProvider clock) : IAuditLog
{
    public async Task WriteAllAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        context.Audit.AddRange(entries.Select(entry => new AuditRow
        {
            // PostgreSQL keeps microseconds: a seal must hold for what is read back, also in the other database.
            At = new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
            Code = entry.Code,
            Result = entry.Code.Result()?.ToString(),
            SubjectId = entry.SubjectId,
            ActorId = entry.ActorId,
            CorrelationId = entry.CorrelationId,
            Address = Line(entry.Address, Lengths.Name),
            MethodId = Line(entry.MethodId, Lengths.Name),
            Stage = Line(entry.Stage, Lengths.Name),
            Reason = Line(entry.Reason, Lengths.Text),
        }));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <summary>
    /// Text that stays on its line wherever it is shown (AC-126): what breaks lines, is invisible or turns the direction is written
    /// as its number; what is too long is cut. An entry is never lost for what somebody typed.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Line(string? text, int most)
    {
        if (text is null)
            return null;
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var part = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")
                : rune.ToString();
            if (line.Length + part.Length > most)
                break;
            line.Append(part);
        }

        return line.ToString();
    }
}
