using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>Reads what was typed into the filters of the audit.</summary>
public sealed class AuditSearch([FromKeyedServices(IDirectory.Portal)] IDirectory directory, IPolicyStore policies, IStringLocalizer<AuditTexts> texts)
{
    private const int LongestWord = 64;

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>The zone in which times are typed and shown.</summary>
    public async Task<TimeZoneInfo> ZoneAsync(CancellationToken cancellationToken) => TimeZoneInfo.FindSystemTimeZoneById((await policies.GetAsync(cancellationToken)).TimeZone);

    /// <summary>The filter; null when something typed cannot be one, which <paramref name="errors"/> says.</summary>
    public async Task<AuditFilter?> ReadAsync(AuditForm form, ModelStateDictionary errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(errors);
        var zone = await ZoneAsync(cancellationToken);
        var filter = new AuditFilter
        {
            From = Time(form.From, nameof(form.From)),
            Before = Time(form.To, nameof(form.To)),
            SubjectId = await PersonAsync(),
            Code = OneOf<AuditCode>(form.Event, nameof(form.Event)),
            Result = OneOf<AuditResult>(form.Result, nameof(form.Result)),
            MethodId = Word(form.Method),
            Address = Word(form.Address) is not { } address ? null : IPAddress.TryParse(address, out var parsed) ? parsed.ToString() : address,
            CorrelationId = string.IsNullOrWhiteSpace(form.Reference) ? null : Guid.TryParse(form.Reference.Trim(), out var reference) ? reference : Refuse<Guid>(nameof(form.Reference), "NotAReference"),
        };
        if (filter.From >= filter.Before)
            errors.AddModelError(nameof(form.To), texts["NotAPeriod"]);
        return errors.IsValid ? filter : null;

        T? Refuse<T>(string field, string text)
            where T : struct
        {
            errors.AddModelError(field, texts[text]);
            return null;
        }

        DateTimeOffset? Time(string? typed, string field) =>
            string.IsNullOrWhiteSpace(typed) ? null
            : !DateTime.TryParseExact(typed.Trim(), Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 9000 || zone.IsInvalidTime(local) ? Refuse<DateTimeOffset>(field, "NotATime")
            : new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();

        T? OneOf<T>(string? typed, string field)
            where T : struct, Enum =>
            string.IsNullOrWhiteSpace(typed) ? null : Enum.TryParse<T>(typed, out var value) && Enum.IsDefined(value) ? value : Refuse<T>(field, "NotInTheList");

        async Task<Guid?> PersonAsync() =>
            string.IsNullOrWhiteSpace(form.Person) ? null
            : Guid.TryParse(form.Person.Trim(), out var id) ? id
            : (await directory.FindAsync(form.Person, cancellationToken))?.Id ?? Refuse<Guid>(nameof(form.Person), "NobodyOfThisName");

        static string? Word(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim()[..Math.Min(typed.Trim().Length, LongestWord)];
    }
}
