namespace SsprPortal.Core.Registration;

/// <summary>A phone or an address that a person proved to be theirs.</summary>
/// <param name="Id">The row.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Kind">Which methods may use it: "mobile", "email".</param>
/// <param name="Hint">What may be shown: two digits, or a masked address.</param>
/// <param name="Value">The phone in E.164 or the address; encrypted at rest, never shown.</param>
/// <param name="RegisteredAt">UTC.</param>
public sealed record RegisteredMethod(Guid Id, Guid UserId, string Kind, string Hint, string Value, DateTimeOffset RegisteredAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}
