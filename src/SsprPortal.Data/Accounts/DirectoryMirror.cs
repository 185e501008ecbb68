using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Accounts;

internal sealed class DirectoryMirror(PortalDbContext context, ITransaction transaction, IAuditLog audit, ProtectedColumn protect, WrongPasswords wrong, DatabaseErrors errors, TimeProvider clock) : IDirectoryMirror
{
    private const int Batch = 1000;

    public async Task<IReadOnlySet<Guid>> SaveAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken)
    {
        var skipped = await TryAgainAsync(people, cancellationToken) ?? await OneByOneAsync(people, cancellationToken);
        // Of whom another password would not be heard any more.
        if (skipped.Count > 0)
            await EndSessionsAsync(skipped, cancellationToken);
        return skipped;
    }

    public async Task<IReadOnlySet<Guid>> IdsAsync(CancellationToken cancellationToken) =>
        await context.Users.Where(user => user.IsFromDirectory).Select(user => user.Id).ToHashSetAsync(cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) => transaction.TryAsync(
        async () =>
        {
            var gone = await context.Users.Where(user => people.Contains(user.Id) && user.IsFromDirectory).Select(user => user.Id).ToListAsync(cancellationToken);
            await context.Users.Where(user => gone.Contains(user.Id)).ExecuteDeleteAsync(cancellationToken);
            await audit.WriteAllAsync([.. gone.Select(id => new AuditEntry(AuditCode.AccountGone, id, null, null))], cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlySet<Guid>> SignedInAsync(CancellationToken cancellationToken) =>
        await context.Users.Where(user => user.IsFromDirectory && context.Sessions.Any(session => session.UserId == user.Id)).Select(user => user.Id).ToHashSetAsync(cancellationToken);

    public async Task<string> EndSessionsAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString("N");
        await transaction.TryAsync(
            async () =>
            {
                await context.Users.Where(user => people.Contains(user.Id) && user.IsFromDirectory).ExecuteUpdateAsync(set => set.SetProperty(user => user.SecurityStamp, stamp), cancellationToken);
                await EndOutdatedSessionsAsync(people, cancellationToken);
                return true;
            },
            cancellationToken);
        return stamp;
    }

    public async Task<IReadOnlyList<Group>> GroupsAsync(CancellationToken cancellationToken) =>
        await context.Groups.Where(group => group.IsFromDirectory).OrderBy(group => group.NormalizedName).Select(group => new Group(group.Id, group.Name, true)).ToListAsync(cancellationToken);

    public async Task SaveMembersAsync(Group group, IReadOnlySet<Guid> members, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(members);
        if (await context.Groups.SingleOrDefaultAsync(row => row.Id == group.Id && row.IsFromDirectory, cancellationToken) is { } row && row.Name != group.Name && UserTerms.Normalize(group.Name) is { } name)
        {
            // A name that another group has by now: the old one stays.
            (row.Name, row.NormalizedName) = (group.Name, name);
            await errors.TryInsertAsync(context, cancellationToken);
        }

        context.ChangeTracker.Clear();
        var were = await context.GroupMembers.Where(member => member.GroupId == group.Id).Select(member => member.UserId).ToHashSetAsync(cancellationToken);
        foreach (var batch in were.Except(members).Chunk(Batch))
        {
            await ChangeMembersAsync(batch, () => context.GroupMembers.Where(member => member.GroupId == group.Id && batch.Contains(member.UserId)).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        }

        foreach (var batch in members.Except(were).Chunk(Batch))
        {
            var there = await context.Users.Where(user => batch.Contains(user.Id) && user.IsFromDirectory).Select(user => user.Id).ToListAsync(cancellationToken);
            await ChangeMembersAsync(
                there,
                () =>
                {
                    context.GroupMembers.AddRange(there.Select(id => new GroupMember { GroupId = group.Id, UserId = id }));
                    return errors.TryInsertAsync(context, cancellationToken);
                },
                cancellationToken);
        }
    }

    public async Task<bool> HasPortalNamesakeAsync(string userName, CancellationToken cancellationToken) =>
        UserNames.Normalize(userName) is { } name && !name.Contains('@', StringComparison.Ordinal) && await context.Users.AnyAsync(user => user.NormalizedBareName == name && !user.IsFromDirectory, cancellationToken);

    public Task<bool> TryCountAsync(Guid id, int atMost, TimeSpan wait, CancellationToken cancellationToken) => wrong.TryCountAsync(id, atMost, wait, cancellationToken);

    public Task GiveBackAsync(Guid id, CancellationToken cancellationToken) => wrong.GiveBackAsync(id, cancellationToken);

    public Task ForgiveAsync(Guid id, CancellationToken cancellationToken) => WrongPasswords.ForgiveAsync(context.Users.Where(user => user.Id == id && user.IsFromDirectory), cancellationToken);

    // What a database takes for the same name though it is not (D10) is one person's fault and not the others'.
    private async Task<IReadOnlySet<Guid>> OneByOneAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken)
    {
        var skipped = people.Select(person => person.Id).ToHashSet();
        foreach (var person in people.DistinctBy(person => UserNames.Normalize(person.UserName)))
        {
            if (await TryAgainAsync([person], cancellationToken) is { Count: 0 })
                skipped.Remove(person.Id);
        }

        return skipped;
    }

    // Null when it came to nothing.
    private async Task<IReadOnlySet<Guid>?> TryAgainAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken)
    {
        IReadOnlySet<Guid>? skipped = null;
        // Somebody may take a name in between, or save the same person: once more, and it is seen.
        for (var tries = 0; tries < 3 && skipped is null; tries++)
        {
            var waits = tries > 0;
            await transaction.TryAsync(
                async () =>
                {
                    if (waits)
                        await WaitAsync([.. people.Select(person => person.Id)], cancellationToken);
                    skipped = await TrySaveAsync(people, cancellationToken);
                    return skipped is not null;
                },
                cancellationToken);
        }

        return skipped;
    }

    private Task ChangeMembersAsync(IReadOnlyCollection<Guid> people, Func<Task> change, CancellationToken cancellationToken) => people.Count == 0 ? Task.CompletedTask : transaction.TryAsync(
        async () =>
        {
            await change();
            NoteSweep(people);
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
            return true;
        },
        cancellationToken);

    // Whoever else saves these people is done when this is: what is read then stays until it is written.
    private Task<int> WaitAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) => context.Users
        .Where(user => people.Contains(user.Id) && user.IsFromDirectory)
        .ExecuteUpdateAsync(set => set.SetProperty(user => user.ConcurrencyStamp, user => user.ConcurrencyStamp), cancellationToken);

    // Null when somebody took a name in between, or saved the same person; then nothing is written.
    private async Task<IReadOnlySet<Guid>?> TrySaveAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken)
    {
        var named = people.Select(person => (Person: person, Name: UserNames.Normalize(person.UserName))).ToList();
        var (ids, names) = (people.Select(person => person.Id).ToList(), named.Select(each => each.Name).OfType<string>().Distinct().ToList());
        var holders = await context.Users.Where(user => names.Contains(user.NormalizedUserName!) || ids.Contains(user.Id)).Select(user => new { user.Id, Name = user.NormalizedUserName!, user.IsFromDirectory }).ToListAsync(cancellationToken);
        var foreign = holders.Where(holder => !holder.IsFromDirectory).ToList();
        var taken = foreign.Select(holder => holder.Name).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var saved = named.Where(each => each.Name is not null && !taken.Contains(each.Name) && !foreign.Exists(holder => holder.Id == each.Person.Id) && seen.Add(each.Name)).ToList();
        var wanted = saved.ToDictionary(each => each.Name!, each => each.Person.Id, StringComparer.Ordinal);

        // Two who swap their names would stand in each other's way: whoever holds a wanted name gives it up first.
        var giving = holders.Where(holder => holder.IsFromDirectory && wanted.TryGetValue(holder.Name, out var id) && id != holder.Id).Select(holder => holder.Id).ToList();
        foreach (var id in giving)
        {
            var placeholder = id.ToString("N").ToUpperInvariant();
            await context.Users.Where(user => user.Id == id).ExecuteUpdateAsync(set => set.SetProperty(user => user.NormalizedUserName, placeholder).SetProperty(user => user.NormalizedBareName, placeholder), cancellationToken);
        }

        var changed = await WriteAsync(saved, cancellationToken);
        if (changed.Count > 0)
        {
            NoteSweep(changed);
            // The people before their words, as everywhere: two orders of locks would be a deadlock.
            await WaitAsync(changed, cancellationToken);
            if (!await TryWriteAsync(cancellationToken))
                return null;
            await EndOutdatedSessionsAsync(changed, cancellationToken);
        }

        context.ChangeTracker.Clear();
        return ids.Except(saved.Select(each => each.Person.Id)).ToHashSet();
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await errors.TryInsertAsync(context, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    // For good: a server that lags behind may bring an old stamp back.
    private Task<int> EndOutdatedSessionsAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) => context.Sessions
        .Where(session => people.Contains(session.UserId) && context.Users.Any(user => user.Id == session.UserId && user.IsFromDirectory && user.SecurityStamp != session.SecurityStamp))
        .ExecuteDeleteAsync(cancellationToken);

    private async Task<IReadOnlyCollection<Guid>> WriteAsync(IReadOnlyCollection<(DirectoryPerson Person, string? Name)> people, CancellationToken cancellationToken)
    {
        var ids = people.Select(each => each.Person.Id).ToList();
        var rows = await context.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, cancellationToken);
        var terms = (await context.UserTerms.Where(term => ids.Contains(term.UserId)).ToListAsync(cancellationToken)).ToLookup(term => term.UserId);
        var changed = new List<Guid>();
        foreach (var (person, name) in people)
        {
            var isNew = !rows.TryGetValue(person.Id, out var row);
            row ??= new() { Id = person.Id, IsFromDirectory = true, DisplayName = "", NormalizedBareName = "", LockoutEnabled = true };
            if (!Set(row, person, name!, isNew))
                continue;
            changed.Add(person.Id);
            if (isNew)
                context.Users.Add(row);
            var now = UserTerms.Of(row.UserName!, row.Email, row.DisplayName);
            context.UserTerms.RemoveRange(terms[row.Id].Where(term => !now.Contains(term.Term)));
            context.UserTerms.AddRange(now.Except(terms[row.Id].Select(term => term.Term)).Select(term => new UserTermRow { UserId = row.Id, Term = term }));
        }

        return changed;
    }

    // Whether anything differs from what is there.
    private bool Set(PortalUser row, DirectoryPerson person, string name, bool isNew)
    {
        var (mobile, mail) = (person.MobilePhone, person.AlternateMail);
        var (mobileDiffers, mailDiffers) = (isNew || protect.UnprotectMobile(row.Id, row.ProtectedMobile) != mobile, isNew || protect.UnprotectAlternateMail(row.Id, row.ProtectedAlternateMail) != mail);
        var contactsDiffer = mobileDiffers || mailDiffers || row.PhoneNumber != person.OfficePhone;
        var display = DirectoryPerson.Kept(person.DisplayName) ?? person.UserName;
        var (setAt, expiresAt) = (Kept(person.PasswordSetAt), Kept(person.PasswordExpiresAt));
        if (!isNew && !contactsDiffer && row.UserName == person.UserName && row.NormalizedUserName == name && row.DisplayName == display && row.Email == person.Mail
            && row.Language == person.Language && row.Enabled == person.Enabled && row.SecurityStamp == person.Stamp && row.PasswordSetAt == setAt && row.PasswordExpiresAt == expiresAt)
            return false;

        row.UserName = person.UserName;
        row.NormalizedUserName = name;
        row.NormalizedBareName = UserNames.BareName(name);
        row.DisplayName = display;
        row.Email = person.Mail;
        row.NormalizedEmail = row.Email?.ToUpperInvariant();
        row.PhoneNumber = person.OfficePhone;
        row.Language = person.Language;
        row.Enabled = person.Enabled;
        row.SecurityStamp = person.Stamp;
        row.PasswordSetAt = setAt;
        row.PasswordExpiresAt = expiresAt;
        // Ciphertext is another one each time: what stays the same stays as it is.
        if (mobileDiffers)
            row.ProtectedMobile = protect.ProtectMobile(row.Id, mobile);
        if (mailDiffers)
            row.ProtectedAlternateMail = protect.ProtectAlternateMail(row.Id, mail);
        if (contactsDiffer && !isNew)
            row.ContactsWrittenAt = clock.GetUtcNow();
        row.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        return true;
    }

    // As fine as every database keeps it.
    private static DateTimeOffset? Kept(DateTimeOffset? time) => time is { } at ? at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond)) : null;

    private void NoteSweep(IEnumerable<Guid> people) =>
        context.ProfileSweeps.AddRange(people.Chunk(Reporting.ProfileSweepRow.MaxPeople).Select(batch => new Reporting.ProfileSweepRow { People = [.. batch.SelectMany(id => id.ToByteArray())] }));
}
