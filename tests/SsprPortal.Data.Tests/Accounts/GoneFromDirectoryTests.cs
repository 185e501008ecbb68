using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.SignIn;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Accounts;

/// <summary>People who are recorded, and whom the directory does not have any more, or cannot tell of.</summary>
public sealed class GoneFromDirectoryTests : IAsyncLifetime
{
    private static readonly Caller Caller = new("192.0.2.1", "en");

    private readonly PortalDatabase database = new();
    private readonly Guid id = Guid.NewGuid();
    private SignedInPerson who = null!;

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        var administrator = await database.Person().WithRole(DirectoryUser.AdministratorRole).CreateAsync();
        who = new(Guid.NewGuid(), administrator.Id, administrator.UserName, "Amy") { Roles = new HashSet<PortalRole> { PortalRole.Administrator } };
        await database.WithAsync<IDirectoryMirror>(mirror => mirror.SaveAsync([new(id, "gone@contoso.test", "Gone") { Stamp = "stamp" }], default));
        await database.WithAsync<IPeople, bool>(people => people.TrySetRolesAsync(id, new HashSet<PortalRole> { PortalRole.Administrator, PortalRole.Auditor }, default));
        await database.WithAsync<IPortalSessionStore>(sessions => sessions.OpenAsync(id, "stamp", needsProof: false, needsNewPassword: false, default));
    }

    public Task DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lose_their_roles_and_their_sessions_with_them(bool answers)
    {
        Assert.Equal(ActResult.Done, await SetRolesAsync(answers, PortalRole.Auditor));
        Assert.Empty(await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.SignedInAsync(default)));
        Assert.Equal(ActResult.Done, await SetRolesAsync(answers));

        Assert.Empty(await database.WithAsync<IPeople, IReadOnlySet<PortalRole>>(people => people.RolesAsync(id, default)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_given_no_role(bool answers)
    {
        var giving = () => SetRolesAsync(answers, PortalRole.Administrator, PortalRole.Auditor, PortalRole.HelpDesk);

        if (answers)
            Assert.Equal(ActResult.NotFound, await giving());
        else
            await Assert.ThrowsAsync<DirectoryUnreachableException>(giving);
        Assert.Equal(2, (await database.WithAsync<IPeople, IReadOnlySet<PortalRole>>(people => people.RolesAsync(id, default))).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_signed_out_by_the_help_desk(bool answers)
    {
        Assert.Equal(ActResult.Done, await WithAsync<HelpDesk, ActResult>(answers, desk => desk.EndSessionsAsync(id, who, Caller, default)));
        Assert.Equal(ActResult.Nothing, await WithAsync<HelpDesk, ActResult>(answers, desk => desk.EndSessionsAsync(id, who, Caller, default)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_shown_with_what_they_hold_and_cannot_reset(bool answers)
    {
        var file = await WithAsync<PersonFiles, PersonFile?>(answers, files => files.ReadAsync(id, default));

        Assert.Equal(("Gone", 2, !answers), (file!.Person.DisplayName, file.Roles.Count, file.Person.Enabled));
        Assert.NotNull(file.Refusal);
        Assert.NotEqual(StepState.Met, file.Steps.Single(step => step.Refusal == RecoveryRefusal.DirectoryUnreachable).State);
        Assert.Null(await WithAsync<PersonFiles, PersonFile?>(answers, files => files.ReadAsync(Guid.NewGuid(), default)));
    }

    private Task<ActResult> SetRolesAsync(bool answers, params PortalRole[] roles) =>
        WithAsync<RoleService, ActResult>(answers, service => service.SetRolesAsync(id, roles.ToHashSet(), who, Caller, default));

    private Task<T> WithAsync<TService, T>(bool answers, Func<TService, Task<T>> work) =>
        database.WithAsync<IServiceProvider, T>(services => work(ActivatorUtilities.CreateInstance<TService>(services, new Elsewhere(answers))));

    // Has nobody, or does not answer.
    private sealed class Elsewhere(bool answers) : IDirectory
    {
        public Task<DirectoryUser?> FindAsync(string userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DirectoryUser?> GetAsync(Guid id, CancellationToken cancellationToken) => answers ? Task.FromResult<DirectoryUser?>(null) : throw new DirectoryUnreachableException("No answer.", null);

        public Task<IReadOnlyList<DirectoryUser>> AdministratorsAsync(int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<(PasswordCheck Check, DirectoryUser? User, string Stamp)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DirectoryPasswordRules?> PasswordRulesAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<UnlockResult> UnlockAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Guid id, string old, NewPassword password, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
