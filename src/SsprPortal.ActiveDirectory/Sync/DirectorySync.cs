using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Sync;

/// <summary>
/// Brings the portal's record of the directory's people up to date: those who changed, and once a day everybody, for only then it shows who
/// is gone. Whoever is gone from every server is removed with all they registered; when that would be very many, something else is wrong, and
/// an administrator decides. Who is signed in and gone is signed out each time. A reading that fails says why, changes nothing in who is there, and comes again.
/// </summary>
internal sealed partial class DirectorySync(IDirectoryMirror mirror, IDirectorySyncStates states, TimeProvider clock, ILogger<DirectorySync> logger)
{
    /// <summary>How often those who changed are read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>How often everybody is read.</summary>
    public static readonly TimeSpan WholeEvery = TimeSpan.FromHours(24);

    /// <summary>What a failure is called that is not the directory's (<see cref="LdapFailure"/>).</summary>
    public const string Unexpected = nameof(Unexpected);

    /// <summary>So many may always be removed at once; and beyond that one in ten.</summary>
    public const int FewEnough = 50;

    private const int Batch = 1000;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How often it is noted how far the reading is, and the lease renewed with it.</summary>
    internal TimeSpan Progress { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads, if the last reading began before <paramref name="before"/> or one was asked for, and nobody else does.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> RunAsync(AccountStore accounts, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var holder = Guid.NewGuid();
        if (await states.TryBeginAsync(holder, before, Lease, cancellationToken) is not var (stood, asked)) return false;

        var state = stood;
        try
        {
            state = await ReadAsync(accounts, holder, stood, asked, cancellationToken);
        }
        catch (LdapException e)
        {
            LogFailed(logger, e.Failure.ToString(), e);
            state = stood with { Failure = e.Failure.ToString(), Detail = e.Message };
        }
#pragma warning disable CA1031 // Whatever it is: it is said, and the next turn comes.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, Unexpected, e);
            state = stood with { Failure = Unexpected, Detail = null };
        }
        finally
        {
            await states.EndAsync(holder, state, CancellationToken.None);
        }

        return true;
    }

    private async Task<DirectorySyncState> ReadAsync(AccountStore accounts, Guid holder, DirectorySyncState stood, bool asked, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        // What ended later than now was read by a clock that ran ahead, and so may its mark be.
        var whole = asked || !(stood.WholeEndedAt > began - WholeEvery) || stood.WholeEndedAt > began || stood.EndedAt > began;
        await using var reading = await accounts.BeginReadingAsync(whole ? null : stood.Mark, cancellationToken);
        var turn = new Turn(states, holder, Progress);
        var known = await mirror.IdsAsync(cancellationToken);
        var (read, skipped) = (new HashSet<Guid>(), new HashSet<Guid>());
        await foreach (var people in reading.PeopleAsync(cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            skipped.UnionWith(await mirror.SaveAsync(people, cancellationToken));
            read.UnionWith(people.Select(person => person.Id));
            await turn.GoOnAsync(read.Count, cancellationToken);
        }

        // Who changed does not tell who is gone: of everybody it is seen once a day, of those who are signed in each time.
        var signedIn = await mirror.SignedInAsync(cancellationToken);
        var missing = (reading.IsWhole ? known : signedIn).Except(read).ToHashSet();
        await TakeOutAsync(reading, missing, turn, read.Count, cancellationToken);
        await turn.EnsureAsync(read.Count, cancellationToken);
        await EndSessionsAsync(missing.Intersect(signedIn).ToList(), cancellationToken);

        var gone = reading.IsWhole ? missing : [];
        var wereAllAsked = await AskOthersAsync(accounts, reading, gone, turn, read.Count, cancellationToken);
        await turn.EnsureAsync(read.Count, cancellationToken);
        RemovalHold? hold = gone.Count switch
        {
            var count when count <= stood.MayRemove => null,
            // Who is looked for no more is gone from nowhere.
            _ when !reading.LooksForTheSame(stood.Mark) => RemovalHold.SettingsChanged,
            // Tomorrow, when the same are looked for again, or half of a mistake is mended, the others are gone no more than today.
            _ when stood.Hold is RemovalHold.SettingsChanged or RemovalHold.VeryMany => stood.Hold,
            _ when !wereAllAsked => RemovalHold.ServerAway,
            var count => MayRemove(count, known.Count, read.Count) ? null : RemovalHold.VeryMany,
        };
        var remains = hold is null ? 0 : gone.Count;
        if (hold is null)
        {
            foreach (var some in gone.Chunk(Batch))
            {
                await mirror.RemoveAsync(some, cancellationToken);
                await turn.GoOnAsync(read.Count, cancellationToken);
            }
        }

        if (read.Except(known).Any() || await reading.GroupsChangedAsync(cancellationToken))
        {
            foreach (var group in await mirror.GroupsAsync(cancellationToken))
            {
                var (now, members) = await reading.MembersAsync(group.Id, cancellationToken) ?? (group, new HashSet<Guid>());
                await mirror.SaveMembersAsync(now, members, cancellationToken);
                await turn.GoOnAsync(read.Count, cancellationToken);
            }
        }

        var ended = clock.GetUtcNow();
        LogRead(logger, read.Count, reading.IsWhole, skipped.Count, gone.Count, remains);
        return stood with
        {
            EndedAt = ended,
            WholeEndedAt = reading.IsWhole ? ended : stood.WholeEndedAt,
            Mark = reading.Mark,
            Read = read.Count,
            People = reading.IsWhole ? read.Count : known.Union(read).Count() - stood.Gone,
            Skipped = reading.IsWhole ? skipped.Count : Math.Max(stood.Skipped, skipped.Count),
            Gone = reading.IsWhole ? remains : stood.Gone,
            Hold = reading.IsWhole ? hold : stood.Hold,
            Failure = null,
            Detail = null,
        };
    }

    // Takes out whom the server has: a piece at a time, for to ask for very many takes longer than the lease.
    private static async Task TakeOutAsync(AccountReading reading, HashSet<Guid> people, Turn turn, int read, CancellationToken cancellationToken)
    {
        foreach (var some in people.Chunk(Batch).ToList())
        {
            await foreach (var there in reading.AmongAsync(some, cancellationToken)) people.Remove(there);
            await turn.GoOnAsync(read, cancellationToken);
        }
    }

    // Whoever is back tomorrow only signs in anew: unlike a removal, this waits for nobody.
    private async Task EndSessionsAsync(List<Guid> people, CancellationToken cancellationToken)
    {
        foreach (var some in people.Chunk(Batch)) await mirror.EndSessionsAsync(some, cancellationToken);
        if (people.Count > 0) LogSessionsEnded(logger, people.Count);
    }

    // Takes out whom another server has: the one that was read may lag behind. False when one cannot be asked.
    private async Task<bool> AskOthersAsync(AccountStore accounts, AccountReading reading, HashSet<Guid> gone, Turn turn, int read, CancellationToken cancellationToken)
    {
        var isSure = true;
        foreach (var endpoint in accounts.Endpoints.Where(each => each != reading.Endpoint && gone.Count > 0))
        {
            try
            {
                await using var other = await accounts.BeginReadingOnAsync(endpoint, cancellationToken);
                await TakeOutAsync(other, gone, turn, read, cancellationToken);
            }
            catch (LdapException e)
            {
                LogNotAsked(logger, e.Failure.ToString(), e);
                isSure = false;
            }
        }

        return isSure;
    }

    // Unasked. A directory in which nobody is found at all is one that may not be read.
    private static bool MayRemove(int gone, int known, int read) => read > 0 && (gone <= FewEnough || gone * 10 <= known);

    [LoggerMessage(LogLevel.Information, "{Read} people read from the directory (everybody: {Whole}); {Skipped} left out, {Gone} gone, of whom {Remains} wait for an administrator.")]
    private static partial void LogRead(ILogger logger, int read, bool whole, int skipped, int gone, int remains);

    [LoggerMessage(LogLevel.Information, "{Count} people who were signed in are not in the directory any more; their sessions were ended.")]
    private static partial void LogSessionsEnded(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "Another server of the directory could not be asked for who is gone: {Failure}.")]
    private static partial void LogNotAsked(ILogger logger, string failure, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The directory could not be read: {Failure}.")]
    private static partial void LogFailed(ILogger logger, string failure, Exception exception);

    // Whose turn it is to read. Whoever was held up for longer than the lease has lost it, and writes no more.
    private sealed class Turn(IDirectorySyncStates states, Guid holder, TimeSpan progress)
    {
        private long _noted = Stopwatch.GetTimestamp();

        public async Task GoOnAsync(int read, CancellationToken cancellationToken)
        {
            if (Stopwatch.GetElapsedTime(_noted) < progress) return;
            await EnsureAsync(read, cancellationToken);
        }

        public async Task EnsureAsync(int read, CancellationToken cancellationToken)
        {
            _noted = Stopwatch.GetTimestamp();
            if (!await states.ProgressAsync(holder, read, Lease, cancellationToken)) throw new InvalidOperationException("Another instance reads the directory by now.");
        }
    }
}
