using SsprPortal.Core.Api;

namespace SsprPortal.Web.Features.Admin.Keys;

/// <summary>A new key of the API.</summary>
public sealed class KeysForm
{
    /// <summary>What it is called.</summary>
    public string? Name { get; set; }

    /// <summary>For how many days it opens.</summary>
    public string? Days { get; set; }

    /// <summary>Whether it reads how people stand.</summary>
    public bool UsersRead { get; set; }

    /// <summary>Whether it writes what the organisation knows of people.</summary>
    public bool ContactWrite { get; set; }

    /// <summary>Whether it reads figures.</summary>
    public bool ReportsRead { get; set; }

    /// <summary>Whether it reads the audit.</summary>
    public bool AuditRead { get; set; }

    /// <summary>Whether it reads the policy.</summary>
    public bool PolicyRead { get; set; }

    /// <summary>Whether it changes the policy.</summary>
    public bool PolicyWrite { get; set; }

    /// <summary>The scopes with their fields; never bound.</summary>
    internal IReadOnlyList<(string Field, string Scope, bool Chosen)> Scopes =>
    [
        (nameof(UsersRead), ApiScopes.UsersRead, UsersRead),
        (nameof(ContactWrite), ApiScopes.ContactWrite, ContactWrite),
        (nameof(ReportsRead), ApiScopes.ReportsRead, ReportsRead),
        (nameof(AuditRead), ApiScopes.AuditRead, AuditRead),
        (nameof(PolicyRead), ApiScopes.PolicyRead, PolicyRead),
        (nameof(PolicyWrite), ApiScopes.PolicyWrite, PolicyWrite),
    ];

    /// <summary>The keys there are; never bound.</summary>
    internal IReadOnlyList<ApiKey> Keys { get; set; } = [];

    /// <summary>The key that was just made, the only time it is shown; never bound.</summary>
    internal string? Made { get; set; }

    /// <summary>Whether one was just revoked; never bound.</summary>
    internal bool IsRevoked { get; set; }

    /// <summary>Now; never bound.</summary>
    internal DateTimeOffset Now { get; set; }

    /// <summary>Where the organisation is; never bound.</summary>
    internal TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;
}
