namespace SsprPortal.Core.Administration;

/// <summary>How one person stands: what a file or a program is told, never what is registered itself.</summary>
/// <param name="Id">The account.</param>
/// <param name="UserName">The name people sign in with.</param>
/// <param name="DisplayName">The name the organisation uses.</param>
/// <param name="Enabled">Whether the account may be used.</param>
/// <param name="Groups">The names of the groups the person is in, directly.</param>
/// <param name="Kinds">The kinds of security info the person registered.</param>
/// <param name="IsRegistered">Whether there is as much as policy asks for a reset.</param>
/// <param name="IsInScope">Whether the person may reset by policy.</param>
public sealed record PersonReport(Guid Id, string UserName, string DisplayName, bool Enabled, IReadOnlyList<string> Groups, IReadOnlyList<string> Kinds, bool IsRegistered, bool IsInScope)
{
    /// <summary>Whether the person could reset now.</summary>
    public bool IsCapable => IsRegistered && IsInScope;
}

/// <summary>A page of people.</summary>
/// <param name="People">In the order of their names, or of what they were found by.</param>
/// <param name="Next">What the next page is asked for with; null when this is the last.</param>
public sealed record PeopleReportPage(IReadOnlyList<PersonReport> People, string? Next);

/// <summary>Tells how people stand, in pages that cost the same however many people there are.</summary>
public interface IPeopleReport
{
    /// <summary>One person; null when there is none.</summary>
    Task<PersonReport?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page of people.</summary>
    /// <param name="search">What the user name, the mail address, the name or a word of it begins with; null for everybody.</param>
    /// <param name="after"><see cref="PeopleReportPage.Next"/> of the page before; null for the first.</param>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<PeopleReportPage> ListAsync(string? search, string? after, int atMost, CancellationToken cancellationToken);
}
