namespace SsprPortal.Data.Accounts;

/// <summary>
/// Something an administrator may type to find a person: user name, mail address, and every word of the name, normalised. A prefix of
/// it is found in one index, whatever the number of people. Written with the account.
/// </summary>
internal sealed class UserTermRow
{
    /// <summary>Longest term, in UTF-16 units; what is longer is found by its beginning.</summary>
    public const int MaxLength = 128;

    public required Guid UserId { get; set; }

    public required string Term { get; set; }
}
