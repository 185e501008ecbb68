using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Imports;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Data.Imports;

internal sealed class Imports(PortalDbContext context, IAccounts accounts, ITransaction transaction, IAuditLog audit, IDataProtectionProvider protection, TimeProvider clock) : IImports
{
    private const int Listed = 20;

    public async Task<ImportUpload> UploadAsync(Stream file, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var import = new ImportRow { Id = Guid.NewGuid(), State = ImportState.Uploading, ActorId = actor.Id, ActorName = actor.Name, Address = caller.Address, At = clock.GetUtcNow() };
        try
        {
            context.Imports.Add(import);
            await context.SaveChangesAsync(cancellationToken);
            using var text = new UploadedText(file, ImportLimits.MaxBytes);
            var (lines, chunks) = (0, 0);
            var names = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var read in ImportFile.ReadAsync(text, cancellationToken).Chunk(ImportLimits.BatchSize).WithCancellation(cancellationToken))
            {
                var chunk = Array.ConvertAll(read, line => line with { IsTwice = line.Cells?[0] is { } name && !names.Add(UserNames.Normalize(name) ?? name) });
                lines += chunk.Length;
                if (lines > ImportLimits.MaxLines)
                    throw new ImportRefusedException(ImportRefusal.TooManyLines);
                context.ImportChunks.Add(new() { ImportId = import.Id, Number = chunks++, Protected = Protector(import.Id).Protect(JsonSerializer.SerializeToUtf8Bytes(chunk)) });
                await context.SaveChangesAsync(cancellationToken);
                context.ChangeTracker.Clear();
            }

            if (lines == 0)
                throw new ImportRefusedException(ImportRefusal.Empty);
            await context.Imports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ImportState.Ready).SetProperty(row => row.Lines, lines).SetProperty(row => row.Encoding, text.EncodingName), cancellationToken);
            return new(import.Id);
        }
        catch (IOException exception) when (Refusal(exception) is { } refusal)
        {
            context.ChangeTracker.Clear();
            await context.Imports.Where(row => row.Id == import.Id).ExecuteDeleteAsync(cancellationToken);
            return refusal;
        }
    }

    public Task<Import?> FindAsync(Guid id, CancellationToken cancellationToken) => Read(context.Imports.Where(row => row.Id == id)).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<Import>> ListAsync(CancellationToken cancellationToken) =>
        await Read(context.Imports.Where(row => row.State != ImportState.Uploading).OrderByDescending(row => row.At).Take(Listed)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<ImportPreview>> PreviewAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        if (await ChunkAsync(id, 0, cancellationToken) is not { } lines)
            return [];
        IReadOnlyList<ImportPreview> preview = [];
        // Written, looked at, and rolled back.
        await transaction.TryAsync(
            async () =>
            {
                var results = await WriteAsync(lines[..Math.Min(lines.Length, ImportLimits.PreviewSize)], actor, caller, cancellationToken);
                preview = [.. results.Select(each => new ImportPreview(
                    each.Line.Number, each.Line.Cells?[0] ?? "", each.Result, [.. each.Errors.Select(error => new ImportError(0, each.Line.Number, error.Column, error.Reason))]))];
                return false;
            },
            cancellationToken);
        return preview;
    }

    public Task<bool> StartAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                if (await context.Imports.Where(row => row.Id == id && row.State == ImportState.Ready).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.State, ImportState.Running).SetProperty(row => row.ActorId, actor.Id).SetProperty(row => row.ActorName, actor.Name).SetProperty(row => row.Address, caller.Address), cancellationToken) != 1)
                {
                    return false;
                }

                await audit.WriteAsync(new AuditEntry(AuditCode.ImportStarted, null, id, caller.Address, ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);

    public Task<bool> CancelAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                if (await context.Imports.Where(row => row.Id == id && (row.State == ImportState.Ready || row.State == ImportState.Running))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ImportState.Cancelled).SetProperty(row => row.EndedAt, now), cancellationToken) != 1)
                {
                    return false;
                }

                await EndAsync(id, actor.Id, caller.Address, ImportState.Cancelled, cancellationToken);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<ImportError>> ErrorsAsync(Guid id, long after, int atMost, CancellationToken cancellationToken) =>
        await context.ImportErrors.Where(row => row.ImportId == id && row.Id > after).OrderBy(row => row.Id).Take(atMost)
            .Select(row => new ImportError(row.Id, row.Line, row.Column, row.Reason)).ToListAsync(cancellationToken);

    /// <summary>Writes the next lines of the oldest import that is running. False when there are none.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var import = await context.Imports.AsNoTracking().Where(row => row.State == ImportState.Running).OrderBy(row => row.At).FirstOrDefaultAsync(cancellationToken);
        if (import is null)
            return false;
        var lines = await ChunkAsync(import.Id, import.Cursor, cancellationToken);
        await transaction.TryAsync(
            async () =>
            {
                // First of all, so that another instance waits here and then finds it done.
                if (await context.Imports.Where(row => row.Id == import.Id && row.State == ImportState.Running && row.Cursor == import.Cursor)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, import.Cursor + 1), cancellationToken) != 1)
                {
                    return false;
                }

                ImportState? end = lines is null ? ImportState.Done
                    : !await context.Administrators().AnyAsync(user => user.Id == import.ActorId, cancellationToken) ? ImportState.Stopped
                    : null;
                if (end is { } how)
                {
                    var now = clock.GetUtcNow();
                    await context.Imports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.State, how).SetProperty(row => row.EndedAt, now), cancellationToken);
                    await EndAsync(import.Id, import.ActorId, import.Address, how, cancellationToken);
                    return true;
                }

                var results = await WriteAsync(lines!, new(import.ActorId, import.ActorName), new(import.Address, "en"), cancellationToken);
                var errors = results.SelectMany(each => each.Errors.Select(error => new ImportErrorRow { ImportId = import.Id, Line = each.Line.Number, Column = error.Column, Reason = error.Reason }));
                context.ImportErrors.AddRange(errors);
                await context.SaveChangesAsync(cancellationToken);
                context.ChangeTracker.Clear();
                var (created, changed, unchanged, failed) = (Count(AccountResult.Created), Count(AccountResult.Changed), Count(AccountResult.Unchanged), Count(AccountResult.Invalid));
                await context.Imports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.Processed, row => row.Processed + results.Count)
                        .SetProperty(row => row.Created, row => row.Created + created)
                        .SetProperty(row => row.Changed, row => row.Changed + changed)
                        .SetProperty(row => row.Unchanged, row => row.Unchanged + unchanged)
                        .SetProperty(row => row.Failed, row => row.Failed + failed),
                    cancellationToken);
                return true;

                int Count(AccountResult result) => results.Count(each => each.Result == result);
            },
            cancellationToken);
        return true;
    }

    private async Task EndAsync(Guid id, Guid actor, string? address, ImportState how, CancellationToken cancellationToken)
    {
        await context.ImportChunks.Where(row => row.ImportId == id).ExecuteDeleteAsync(cancellationToken);
        await audit.WriteAsync(new AuditEntry(AuditCode.ImportEnded, null, id, address, Reason: how.ToString(), ActorId: actor), cancellationToken);
    }

    private async Task<IReadOnlyList<(ImportLine Line, AccountResult Result, IReadOnlyList<(string? Column, string Reason)> Errors)>> WriteAsync(ImportLine[] lines, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var names = lines.Where(line => line.Cells?[7] is { Length: > 0 }).SelectMany(line => Names(line.Cells![7]!)).ToHashSet(StringComparer.Ordinal);
        var groups = names.Count == 0
            ? []
            : (await context.Groups.AsNoTracking().Where(group => names.Contains(group.Name)).ToListAsync(cancellationToken)).ToDictionary(group => group.Name, group => group.Id, StringComparer.Ordinal);
        var read = lines.Select(line => (Line: line, Draft: Draft(line, groups))).ToList();
        var outcomes = new Queue<AccountOutcome>(await accounts.WriteAsync([.. read.Select(each => each.Draft.Values).OfType<AccountValues>()], actor, caller, cancellationToken));
        return
        [
            .. read.Select(each => each.Draft.Values is null
                ? (each.Line, AccountResult.Invalid, [each.Draft.Error])
                : outcomes.Dequeue() is var outcome ? (each.Line, outcome.Result, (IReadOnlyList<(string?, string)>)[.. outcome.Faults.Select(fault => ((string?)ImportColumns.Of(fault.Field), fault.Reason.ToString()))]) : default),
        ];
    }

    // An empty cell leaves a value as it is: a file that lacks something does not erase it.
    private static (AccountValues? Values, (string? Column, string Reason) Error) Draft(ImportLine line, Dictionary<string, Guid> groups)
    {
        if (line.Cells is not { } cells)
            return (null, (null, nameof(ImportLineFault.NotALine)));
        if (line.IsTwice)
            return (null, (ImportColumns.Of(AccountField.UserName), nameof(ImportLineFault.UserNameTwice)));
        foreach (var field in new[] { 8, 9 })
        {
            if (Given(field) is not null && YesOrNo(field) is null)
                return (null, (ImportColumns.All[field], nameof(ImportLineFault.NotTrueOrFalse)));
        }

        return (new()
        {
            UserName = cells[0],
            DisplayName = Given(1),
            Mail = Given(2),
            MobilePhone = Given(3),
            AlternateMail = Given(4),
            OfficePhone = Given(5),
            Language = Given(6),
            // No group has the empty id.
            Groups = Given(7) is { } list ? Names(list).Select(name => groups.GetValueOrDefault(name)).ToHashSet() : null,
            Enabled = YesOrNo(8),
            PasswordNeverExpires = YesOrNo(9),
        }, default);

        bool? YesOrNo(int at) => Given(at)?.ToUpperInvariant() switch { "TRUE" or "1" or "YES" => true, "FALSE" or "0" or "NO" => false, _ => null };

        string? Given(int at) => string.IsNullOrWhiteSpace(cells[at]) ? null : cells[at];
    }

    private static string[] Names(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<ImportLine[]?> ChunkAsync(Guid id, int number, CancellationToken cancellationToken) =>
        await context.ImportChunks.AsNoTracking().SingleOrDefaultAsync(row => row.ImportId == id && row.Number == number, cancellationToken) is { } chunk
            ? JsonSerializer.Deserialize<ImportLine[]>(Protector(id).Unprotect(chunk.Protected))
            : null;

    private IDataProtector Protector(Guid id) => protection.CreateProtector("SsprPortal.Import", id.ToString("N"));

    private static IQueryable<Import> Read(IQueryable<ImportRow> rows) => rows.Select(row => new Import(
        row.Id, row.State, row.ActorName, row.At, row.EndedAt, row.Encoding, row.Lines, row.Processed, row.Created, row.Changed, row.Unchanged, row.Failed));

    private static ImportUpload? Refusal(IOException exception) => exception switch
    {
        ImportRefusedException refused => new(null, refused.Refusal, refused.Detail),
        UploadTooLargeException => new(null, ImportRefusal.TooLarge),
        NotTextException => new(null, ImportRefusal.NotText),
        _ => null,
    };
}
