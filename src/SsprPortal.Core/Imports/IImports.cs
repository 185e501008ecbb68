using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Imports;

/// <summary>Where the import of a file stands. Stored by name.</summary>
public enum ImportState
{
    /// <summary>The file is being sent; one that stays so was never sent to its end.</summary>
    Uploading,

    /// <summary>All of it is here, and nothing of it is done.</summary>
    Ready,

    /// <summary>Its lines are being written.</summary>
    Running,

    /// <summary>Every line was written, or its errors were.</summary>
    Done,

    /// <summary>Somebody ended it before; what was written stays.</summary>
    Cancelled,

    /// <summary>Whoever started it may not administer any more; what was written stays.</summary>
    Stopped,
}

/// <summary>Why a file is not taken at all.</summary>
public enum ImportRefusal
{
    /// <summary>There is no file, or nothing is in it.</summary>
    Empty,

    /// <summary>More than <see cref="ImportLimits.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>More than <see cref="ImportLimits.MaxLines"/>.</summary>
    TooManyLines,

    /// <summary>Not UTF-8, UTF-16 with a byte order mark, or Shift-JIS; or no text at all.</summary>
    NotText,

    /// <summary>No column is called userName.</summary>
    NoUserName,

    /// <summary>A column has a name that means nothing here.</summary>
    UnknownColumn,

    /// <summary>Two columns have one name.</summary>
    ColumnTwice,

    /// <summary>A line is longer than any of people may be.</summary>
    LineTooLong,
}

/// <summary>Why a line is not written, beside what <see cref="AccountFaultReason"/> says.</summary>
public enum ImportLineFault
{
    /// <summary>It has more or fewer cells than the header, or a quotation mark in the wrong place.</summary>
    NotALine,

    /// <summary>A line before has this user name.</summary>
    UserNameTwice,

    /// <summary>Neither true nor false.</summary>
    NotTrueOrFalse,
}

/// <summary>What a file may be.</summary>
public static class ImportLimits
{
    /// <summary>50 MB.</summary>
    public const long MaxBytes = 50 * 1024 * 1024;

    /// <summary>Lines of people.</summary>
    public const int MaxLines = 250_000;

    /// <summary>Lines that are written in one transaction.</summary>
    public const int BatchSize = 500;

    /// <summary>Lines that are tried out before it starts.</summary>
    public const int PreviewSize = 10;
}

/// <summary>The columns of a file, by the names in its header.</summary>
public static class ImportColumns
{
    /// <summary>All of them; only the first must be there.</summary>
    public static IReadOnlyList<string> All { get; } = ["userName", "displayName", "mail", "mobile", "alternateMail", "officePhone", "language", "groups", "enabled", "passwordNeverExpires"];

    /// <summary>The column of a field.</summary>
    public static string Of(AccountField field) => field switch
    {
        AccountField.UserName => All[0],
        AccountField.DisplayName => All[1],
        AccountField.Mail => All[2],
        AccountField.MobilePhone => All[3],
        AccountField.AlternateMail => All[4],
        AccountField.OfficePhone => All[5],
        AccountField.Language => All[6],
        AccountField.Groups => All[7],
        AccountField.Enabled => All[8],
        AccountField.PasswordNeverExpires => All[9],
    };
}

/// <summary>What became of sending a file.</summary>
/// <param name="Id">The import; null when the file is refused.</param>
/// <param name="Refusal">Why it is refused.</param>
/// <param name="Detail">The column that is meant.</param>
public sealed record ImportUpload(Guid? Id, ImportRefusal? Refusal = null, string? Detail = null);

/// <summary>An import.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedBy">The user name of whoever sent the file.</param>
/// <param name="At">When it was sent (UTC).</param>
/// <param name="EndedAt">When it was over (UTC).</param>
/// <param name="Encoding">How the file was read, by the name of the encoding.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="Processed">How many are through.</param>
/// <param name="Created">How many accounts were created.</param>
/// <param name="Changed">How many were changed.</param>
/// <param name="Unchanged">How many were so already.</param>
/// <param name="Failed">How many lines have errors.</param>
public sealed record Import(
    Guid Id, ImportState State, string StartedBy, DateTimeOffset At, DateTimeOffset? EndedAt, string Encoding, int Lines, int Processed, int Created, int Changed, int Unchanged, int Failed);

/// <summary>An error of a line; never what stood there.</summary>
/// <param name="Id">What the next page is asked for with.</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Column">The column, as <see cref="ImportColumns"/> call it; null for the line as a whole.</param>
/// <param name="Reason">The name of an <see cref="AccountFaultReason"/> or an <see cref="ImportLineFault"/>.</param>
public sealed record ImportError(long Id, int Line, string? Column, string Reason);

/// <summary>What would become of a line.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="UserName">Whose.</param>
/// <param name="Result">What would become of it.</param>
/// <param name="Errors">What is wrong with it.</param>
public sealed record ImportPreview(int Line, string UserName, AccountResult Result, IReadOnlyList<ImportError> Errors);

/// <summary>
/// Files of accounts. A file is stored encrypted, in parts of <see cref="ImportLimits.BatchSize"/> lines; each part is written in one
/// transaction that also moves the cursor, so that any instance goes on where another one ended, and no line is written twice.
/// </summary>
public interface IImports
{
    /// <summary>Takes a file in, reading it as it comes.</summary>
    Task<ImportUpload> UploadAsync(Stream file, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>An import; null when there is none.</summary>
    Task<Import?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The last twenty, newest first.</summary>
    Task<IReadOnlyList<Import>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What would become of the first lines, with nothing written.</summary>
    Task<IReadOnlyList<ImportPreview>> PreviewAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Begins to write; true for exactly one of any number of callers.</summary>
    Task<bool> StartAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Ends it; what was written stays. True for exactly one of any number of callers.</summary>
    Task<bool> CancelAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>Errors in the order of the lines, a keyset page at a time.</summary>
    Task<IReadOnlyList<ImportError>> ErrorsAsync(Guid id, long after, int atMost, CancellationToken cancellationToken);
}
