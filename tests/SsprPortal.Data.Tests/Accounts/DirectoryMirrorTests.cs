using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.SignIn;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Accounts;

public class DirectoryMirrorTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Fact]
    public async Task A_session_that_another_password_ended_does_not_come_back_with_the_old_one()
    {
        var person = Person() with { Stamp = "before" };
        await SaveAsync(person);
        var handle = await OpenAsync(person.Id, "before");
        Assert.NotNull(await FindAsync(handle));

        await SaveAsync(person with { Stamp = "after" });
        var kept = await OpenAsync(person.Id, "after");
        await SaveAsync(person with { Stamp = "after", Mail = "new@example.test" });
        Assert.Null(await FindAsync(handle));
        Assert.NotNull(await FindAsync(kept));

        await SaveAsync(person); // by a server that lags behind
        Assert.Null(await FindAsync(handle));
    }

    [Fact]
    public async Task Nor_does_one_that_ended_because_the_password_may_have_changed()
    {
        var (person, other) = (Person() with { Stamp = "same" }, Person() with { Stamp = "other" });
        await SaveAsync(person, other);
        var (handle, others) = (await OpenAsync(person.Id, "same"), await OpenAsync(other.Id, "other"));

        await database.WithAsync<IDirectoryMirror>(mirror => mirror.EndSessionsAsync([person.Id], default));
        await SaveAsync(person);

        Assert.Null(await FindAsync(handle));
        Assert.NotNull(await FindAsync(others));
    }

    [Fact]
    public async Task Whoever_is_left_out_is_signed_out_and_whoever_has_the_name_is_not()
    {
        var (person, own) = (Person(), await database.Person().CreateAsync());
        await SaveAsync(person);
        var handle = await OpenAsync(person.Id, "stamp");
        var others = await OpenAsync(own.Id, (await RowAsync(own.Id)).SecurityStamp!);

        await SaveAsync(person with { UserName = own.UserName });

        Assert.Null(await FindAsync(handle));
        Assert.NotNull(await FindAsync(others));
    }

    [Fact]
    public async Task What_a_column_does_not_hold_is_cut()
    {
        var person = Person() with { DisplayName = new string('x', 255) + "😀 and more", MobilePhone = "+81\0 90", Mail = new string('m', 300), Language = "ja" };

        await SaveAsync(person);

        var row = await RowAsync(person.Id);
        Assert.Equal((new string('x', 255), 256), (row.DisplayName, row.Email!.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\uFFFD")]
    public async Task A_name_that_nobody_can_type_is_left_out(string name)
    {
        var (person, other) = (Person() with { UserName = name }, Person());

        var skipped = await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.SaveAsync([person, other], default));

        Assert.Equal([person.Id], skipped);
        Assert.Contains(other.Id, await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.IdsAsync(default)));
    }

    [Fact]
    public async Task Many_who_save_the_same_people_at_once_save_them_once()
    {
        var people = Enumerable.Range(0, 20).Select(_ => Person()).ToList();

        await database.AtOnceAsync(4, async (services, _) => (await ((IDirectoryMirror)services.GetService(typeof(IDirectoryMirror))!).SaveAsync(people, default)).Count);

        var ids = await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.IdsAsync(default));
        Assert.All(people, person => Assert.Contains(person.Id, ids));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Thirty_two_who_change_one_person_at_once_all_do(bool alike)
    {
        var person = Person();
        await SaveAsync(person);

        var skipped = await database.AtOnceAsync(32, async (services, i) => (await ((IDirectoryMirror)services.GetService(typeof(IDirectoryMirror))!)
            .SaveAsync([person with { DisplayName = $"Changed {(alike ? 0 : i)}", Stamp = $"stamp {(alike ? 0 : i)}" }], default)).Count);

        Assert.All(skipped, count => Assert.Equal(0, count));
        var row = await RowAsync(person.Id);
        Assert.Equal(row.SecurityStamp![6..], row.DisplayName[8..]);
    }

    [Fact]
    public async Task Who_has_a_name_that_the_database_takes_for_somebody_elses_is_left_out_and_nobody_else()
    {
        // As SQL Server compares.
        await database.WithAsync<PortalDbContext>(context => context.Database.ExecuteSqlRawAsync("""CREATE UNIQUE INDEX "Loose" ON "AspNetUsers" (replace("NormalizedUserName", 'ß', 'SS'))"""));
        var (first, second, own, others) = (Person() with { UserName = "strasse@x" }, Person() with { UserName = "straße@x" }, Person() with { UserName = "gruße@x" }, new[] { Person(), Person() });
        await database.Person("grusse@x").CreateAsync();

        var skipped = await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.SaveAsync([others[0], first, second, own, first with { Id = Guid.NewGuid() }, others[1]], default));

        Assert.Equal(3, skipped.Count);
        Assert.Superset(new HashSet<Guid> { second.Id, own.Id }, skipped.ToHashSet());
        Assert.Superset(new HashSet<Guid> { others[0].Id, first.Id, others[1].Id }, (await database.WithAsync<IDirectoryMirror, IReadOnlySet<Guid>>(mirror => mirror.IdsAsync(default))).ToHashSet());
        Assert.Equal("strasse@x", (await RowAsync(first.Id)).UserName);
    }

    private static DirectoryPerson Person() => new(Guid.NewGuid(), $"d{Guid.NewGuid():N}@contoso.test", "Somebody") { Stamp = "stamp" };

    private Task<PortalUser> RowAsync(Guid id) => database.WithAsync<PortalDbContext, PortalUser>(context => context.Users.AsNoTracking().SingleAsync(user => user.Id == id));

    private Task SaveAsync(params DirectoryPerson[] people) => database.WithAsync<IDirectoryMirror>(mirror => mirror.SaveAsync(people, default));

    private Task<OpaqueHandle> OpenAsync(Guid id, string stamp) => database.WithAsync<IPortalSessionStore, OpaqueHandle>(store => store.OpenAsync(id, stamp, needsProof: false, needsNewPassword: false, default));

    private Task<SignedInPerson?> FindAsync(OpaqueHandle handle) => database.WithAsync<IPortalSessionStore, SignedInPerson?>(store => store.FindAsync(handle, default));
}
