using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Accounts;

internal sealed class Accounts(PortalDbContext context, ITransaction transaction, IPolicyStore policies, IAuditLog audit, KnownMethods known, Notices notices, ProtectedColumn protect, DatabaseErrors errors, TimeProvider clock) : IAccounts
{
    public async Task<AccountValues?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var user = await context.Users.AsNoTracking().SingleOrDefaultAsync(each => each.Id == id, cancellationToken);
        return user is null ? null : Values(user, await context.GroupMembers.Where(member => member.UserId == id).Select(member => member.GroupId).ToHashSetAsync(cancellationToken));
    }

    public Task<AccountOutcome> CreateAsync(AccountValues values, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        InTransactionAsync(() => WriteOneAsync(null, values, actor, caller, cancellationToken), cancellationToken);

    public Task<AccountOutcome> ChangeAsync(Guid id, AccountValues values, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        InTransactionAsync(() => WriteOneAsync(id, values, actor, caller, cancellationToken), cancellationToken);

    public Task<AccountOutcome> DeleteAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async () =>
            {
                if (id == actor.Id)
                    return new AccountOutcome(AccountResult.Invalid, id, new AccountFault(AccountField.UserName, AccountFaultReason.OwnAccount));
                // Whoever holds a role loses it first, where it is seen to that an administrator stays.
                if (await context.Users.Where(user => user.Id == id && !user.IsFromDirectory && !context.UserRoles.Any(role => role.UserId == id)).ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    return await context.Users.Where(user => user.Id == id).Select(user => (bool?)user.IsFromDirectory).SingleOrDefaultAsync(cancellationToken) is { } isFromDirectory
                        ? new(AccountResult.Invalid, id, new AccountFault(AccountField.UserName, isFromDirectory ? AccountFaultReason.FromDirectory : AccountFaultReason.HoldsRole))
                        : new(AccountResult.NotFound, null);
                }

                await audit.WriteAsync(new AuditEntry(AuditCode.AccountDeleted, id, null, caller.Address, ActorId: actor.Id), cancellationToken);
                return new(AccountResult.Deleted, id);
            },
            cancellationToken);

    public async Task<IReadOnlyList<AccountOutcome>> WriteAsync(IReadOnlyList<AccountValues> batch, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        IReadOnlyList<AccountOutcome> outcomes = [];
        await InTransactionAsync(
            async () =>
            {
                outcomes = await TryWriteAsync(batch, actor, caller, cancellationToken) ?? await OneByOneAsync(batch, actor, caller, cancellationToken);
                return true;
            },
            cancellationToken);
        return outcomes;
    }

    private async Task<T> InTransactionAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        T result = default!;
        await transaction.TryAsync(
            async () =>
            {
                result = await work();
                return true;
            },
            cancellationToken);
        return result;
    }

    // What somebody else created in between, or what a database takes for the same name, is one line's fault and not the others'.
    private async Task<IReadOnlyList<AccountOutcome>> OneByOneAsync(IReadOnlyList<AccountValues> batch, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var outcomes = new List<AccountOutcome>(batch.Count);
        foreach (var values in batch)
            outcomes.Add((await TryWriteAsync([values], actor, caller, cancellationToken))?[0] ?? Taken(null));
        return outcomes;
    }

    private async Task<AccountOutcome> WriteOneAsync(Guid? id, AccountValues values, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var user = id is null ? null : await context.Users.SingleOrDefaultAsync(each => each.Id == id, cancellationToken);
        if (id is not null && user is null)
            return new(AccountResult.NotFound, null);
        if (values.Version is { } version && version != user?.ConcurrencyStamp)
            return new(AccountResult.Conflict, id);
        if (UserNames.Normalize(values.UserName) is { } name && name != user?.NormalizedUserName && (await FindAsync([name], cancellationToken)).ContainsKey(name))
            return Taken(user?.Id);
        var draft = new Draft(values, user ?? New(), user is null);
        try
        {
            return (await TrySaveAsync([draft], actor, caller, cancellationToken))?[0] ?? Taken(user?.Id);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new(AccountResult.Conflict, id);
        }
    }

    private async Task<IReadOnlyList<AccountOutcome>?> TryWriteAsync(IReadOnlyList<AccountValues> batch, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var there = await FindAsync([.. batch.Select(values => UserNames.Normalize(values.UserName)).OfType<string>()], cancellationToken);
        return await TrySaveAsync(
            [.. batch.Select(values => there.GetValueOrDefault(UserNames.Normalize(values.UserName) ?? "") is { } user ? new Draft(values, user, false) : new Draft(values, New(), true))],
            actor, caller, cancellationToken);
    }

    // Compared once more here, character by character: what a database's collation takes for equal need not be (D10).
    private async Task<Dictionary<string, PortalUser>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        (await context.Users.Where(user => names.Contains(user.NormalizedUserName!)).ToListAsync(cancellationToken)).ToDictionary(user => user.NormalizedUserName!, StringComparer.Ordinal);

    // Who writes these of an administrator receives what proves an administrator, or leaves the portal without one.
    private static readonly AccountField[] OfRoleHolders = [AccountField.Mail, AccountField.MobilePhone, AccountField.AlternateMail, AccountField.OfficePhone, AccountField.Enabled];

    // Null when a user name is taken after all: then nothing is written.
    private async Task<IReadOnlyList<AccountOutcome>?> TrySaveAsync(IReadOnlyList<Draft> drafts, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var existing = drafts.Where(draft => !draft.IsNew).Select(draft => draft.User.Id).ToList();
        var members = (await context.GroupMembers.Where(member => existing.Contains(member.UserId)).ToListAsync(cancellationToken)).ToLookup(member => member.UserId);
        var terms = (await context.UserTerms.Where(term => existing.Contains(term.UserId)).ToListAsync(cancellationToken)).ToLookup(term => term.UserId);
        var holders = await context.UserRoles.Where(role => existing.Contains(role.UserId)).Select(role => role.UserId).Distinct().ToHashSetAsync(cancellationToken);
        var wanted = drafts.SelectMany(draft => draft.Values.Groups ?? new HashSet<Guid>()).ToHashSet();
        var groups = wanted.Count == 0 ? [] : await context.Groups.Where(group => wanted.Contains(group.Id)).Select(group => group.Id).ToHashSetAsync(cancellationToken);
        var entries = new List<AuditEntry>();
        var told = new List<DirectoryUser>();
        var disabled = new List<Guid>();
        var outcomes = drafts.Select(draft => Apply(draft, policy, actor, members[draft.User.Id], terms[draft.User.Id], groups, holders.Contains(draft.User.Id), (code, before, fields) =>
        {
            entries.Add(new(code, draft.User.Id, null, caller.Address, Reason: string.Join(", ", fields), ActorId: actor.Id));
            if (!draft.IsNew && fields.Any(field => IsToldOf(field, policy)))
                told.Add(Person(draft.User.Id, before));
            if (fields.Contains(AccountField.Enabled) && before.Enabled == true)
                disabled.Add(draft.User.Id);
        })).ToList();
        if (!await errors.TryInsertAsync(context, cancellationToken))
            return null;
        if (entries.Count > 0)
            await audit.WriteAllAsync(entries, cancellationToken);
        if (disabled.Count > 0)
            await context.Sessions.Where(session => disabled.Contains(session.UserId)).ExecuteDeleteAsync(cancellationToken);
        foreach (var person in told)
            await notices.SendAsync(NoticeKind.ContactChanged, person, await known.OfAsync(person, policy, cancellationToken), null, clock.GetUtcNow(), policy, caller.Language, cancellationToken);
        return outcomes;
    }

    private AccountOutcome Apply(
        Draft draft, SsprPolicy policy, Actor actor, IEnumerable<GroupMember> members, IEnumerable<UserTermRow> terms, HashSet<Guid> groups, bool holdsRole, Action<AuditCode, AccountValues, IReadOnlyList<AccountField>> write)
    {
        if (draft.User.IsFromDirectory)
            return new(AccountResult.Invalid, draft.User.Id, new AccountFault(AccountField.UserName, AccountFaultReason.FromDirectory));
        var (values, found) = AccountRules.Check(draft.Values, policy);
        var (user, faults) = (draft.User, found.ToList());
        var before = Values(user, members.Select(member => member.GroupId).ToHashSet());
        var after = new AccountValues
        {
            UserName = values.UserName ?? before.UserName,
            Mail = values.Mail ?? before.Mail,
            MobilePhone = values.MobilePhone ?? before.MobilePhone,
            AlternateMail = values.AlternateMail ?? before.AlternateMail,
            OfficePhone = values.OfficePhone ?? before.OfficePhone,
            Language = values.Language ?? before.Language,
            Enabled = values.Enabled ?? before.Enabled,
            Groups = values.Groups ?? before.Groups,
            PasswordNeverExpires = values.PasswordNeverExpires ?? before.PasswordNeverExpires,
        };
        after = after with { DisplayName = values.DisplayName is { Length: > 0 } name ? name : values.DisplayName is null && !draft.IsNew ? before.DisplayName : after.UserName };
        if (draft.IsNew && draft.Values.UserName is null)
            faults.Add(new(AccountField.UserName, AccountFaultReason.Missing));
        if (values.Groups?.IsSubsetOf(groups) == false)
            faults.Add(new(AccountField.Groups, AccountFaultReason.UnknownGroup));
        if (user.Id == actor.Id && after.Enabled == false)
            faults.Add(new(AccountField.Enabled, AccountFaultReason.OwnAccount));
        if (holdsRole)
            faults.AddRange(Changes(before, after).Intersect(OfRoleHolders).Select(field => new AccountFault(field, AccountFaultReason.HoldsRole)));
        if (AccountRules.IsOwnMailbox(after.AlternateMail, after.Mail, after.UserName!))
            faults.Add(new(AccountField.AlternateMail, AccountFaultReason.OwnMailbox));
        if (faults.Count > 0)
            return new(AccountResult.Invalid, draft.IsNew ? null : user.Id, faults);

        var changed = Changes(before, after);
        if (changed.Count == 0 && !draft.IsNew)
            return new(AccountResult.Unchanged, user.Id);
        Set(user, after);
        if (changed.Any(field => field is AccountField.MobilePhone or AccountField.AlternateMail or AccountField.OfficePhone))
            user.ContactsWrittenAt = clock.GetUtcNow();
        if (draft.IsNew)
            context.Users.Add(user);
        foreach (var member in members.Where(member => !after.Groups!.Contains(member.GroupId)))
            context.GroupMembers.Remove(member);
        context.GroupMembers.AddRange(after.Groups!.Except(before.Groups!).Select(group => new GroupMember { GroupId = group, UserId = user.Id }));
        var now = UserTerms.Of(after.UserName!, Known(after.Mail), after.DisplayName!);
        context.UserTerms.RemoveRange(terms.Where(term => !now.Contains(term.Term)));
        context.UserTerms.AddRange(now.Except(terms.Select(term => term.Term)).Select(term => new UserTermRow { UserId = user.Id, Term = term }));
        write(draft.IsNew ? AuditCode.AccountCreated : AuditCode.AccountChanged, before, changed);
        return new(draft.IsNew ? AccountResult.Created : AccountResult.Changed, user.Id);
    }

    private void Set(PortalUser user, AccountValues values)
    {
        var name = UserNames.Normalize(values.UserName)!;
        user.UserName = values.UserName;
        user.NormalizedUserName = name;
        user.NormalizedBareName = UserNames.BareName(name);
        user.DisplayName = values.DisplayName!;
        user.Email = Known(values.Mail);
        user.NormalizedEmail = user.Email?.ToUpperInvariant();
        user.PhoneNumber = Known(values.OfficePhone);
        user.Language = Known(values.Language);
        user.Enabled = values.Enabled!.Value;
        user.PasswordNeverExpires = values.PasswordNeverExpires!.Value;
        // Ciphertext is another one each time: what stays the same stays as it is.
        if (protect.UnprotectMobile(user.Id, user.ProtectedMobile) != Known(values.MobilePhone))
            user.ProtectedMobile = protect.ProtectMobile(user.Id, Known(values.MobilePhone));
        if (protect.UnprotectAlternateMail(user.Id, user.ProtectedAlternateMail) != Known(values.AlternateMail))
            user.ProtectedAlternateMail = protect.ProtectAlternateMail(user.Id, Known(values.AlternateMail));
        user.ConcurrencyStamp = Guid.NewGuid().ToString("N");
    }

    private AccountValues Values(PortalUser user, IReadOnlySet<Guid> groups) => new()
    {
        UserName = user.UserName ?? "",
        DisplayName = user.DisplayName,
        Mail = user.Email ?? "",
        MobilePhone = protect.UnprotectMobile(user.Id, user.ProtectedMobile) ?? "",
        AlternateMail = protect.UnprotectAlternateMail(user.Id, user.ProtectedAlternateMail) ?? "",
        OfficePhone = user.PhoneNumber ?? "",
        Language = user.Language ?? "",
        Enabled = user.Enabled,
        Groups = groups,
        PasswordNeverExpires = user.PasswordNeverExpires,
        Version = user.ConcurrencyStamp,
    };

    private static IReadOnlyList<AccountField> Changes(AccountValues before, AccountValues after)
    {
        (AccountField Field, bool Differs)[] all =
        [
            (AccountField.UserName, before.UserName != after.UserName),
            (AccountField.DisplayName, before.DisplayName != after.DisplayName),
            (AccountField.Mail, before.Mail != after.Mail),
            (AccountField.MobilePhone, before.MobilePhone != after.MobilePhone),
            (AccountField.AlternateMail, before.AlternateMail != after.AlternateMail),
            (AccountField.OfficePhone, before.OfficePhone != after.OfficePhone),
            (AccountField.Language, before.Language != after.Language),
            (AccountField.Groups, !before.Groups!.SetEquals(after.Groups!)),
            (AccountField.Enabled, before.Enabled != after.Enabled),
            (AccountField.PasswordNeverExpires, before.PasswordNeverExpires != after.PasswordNeverExpires),
        ];
        return [.. all.Where(each => each.Differs).Select(each => each.Field)];
    }

    // Where people are told of things, and what policy lets them verify themselves by.
    private static bool IsToldOf(AccountField field, SsprPolicy policy) => field switch
    {
        AccountField.Mail => true,
        AccountField.MobilePhone => policy.Trusts("mobile"),
        AccountField.AlternateMail => policy.Trusts("email"),
        AccountField.OfficePhone => policy.Trusts("office"),
        AccountField.UserName or AccountField.DisplayName or AccountField.Language or AccountField.Groups or AccountField.Enabled or AccountField.PasswordNeverExpires => false,
    };

    // As they were known before.
    private static DirectoryUser Person(Guid id, AccountValues before) =>
        new(id, before.UserName!, before.DisplayName!, Known(before.Mail), Known(before.Language), before.Enabled!.Value, before.Groups!, Known(before.OfficePhone))
        {
            MobilePhone = Known(before.MobilePhone),
            AlternateMail = Known(before.AlternateMail),
        };

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static AccountOutcome Taken(Guid? id) => new(AccountResult.Invalid, id, new AccountFault(AccountField.UserName, AccountFaultReason.UserNameTaken));

    // No password: the person sets one by a reset. The stamp ends what would be opened without one.
    private static PortalUser New() => new()
    {
        Id = Guid.NewGuid(),
        DisplayName = "",
        NormalizedBareName = "",
        SecurityStamp = Guid.NewGuid().ToString("N"),
        LockoutEnabled = true,
    };

    private sealed record Draft(AccountValues Values, PortalUser User, bool IsNew);
}
