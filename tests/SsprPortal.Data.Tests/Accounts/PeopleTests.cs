using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.SignIn;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Accounts;

public sealed class PeopleTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData("A", "B")]
    [InlineData("SATO\uD7FF", "SATO\uE000")]
    [InlineData("花", "芲")]
    [InlineData("\U00020BB7", "\U00020BB8")]
    public void What_begins_with_a_text_ends_before_the_next(string prefix, string until)
    {
        Assert.Equal(until, UserTerms.After(prefix));
        Assert.True(string.CompareOrdinal(prefix + "\U0010FFFD", until) < 0 || prefix[^1] >= 0xD800);
    }

    [Fact]
    public async Task A_text_that_only_looks_like_a_pattern_finds_nobody()
    {
        await database.Person().Called("Percy Percent").CreateAsync();

        foreach (var typed in new[] { "PER_Y", "%", "PERCY%" })
            Assert.Empty((await database.WithAsync<IPeople, FoundPeople>(people => people.SearchAsync(typed, null, 10, CancellationToken.None))).People);
        Assert.Single((await database.WithAsync<IPeople, FoundPeople>(people => people.SearchAsync("percy p", null, 10, CancellationToken.None))).People);
    }

    // Two administrators who take the role from each other at one moment: one of them stays.
    [Fact]
    public async Task There_is_always_an_administrator()
    {
        await database.WithAsync<PortalDbContext>(context => context.UserRoles.ExecuteDeleteAsync());
        var (first, second) = (await database.Person().WithRole(nameof(PortalRole.Administrator)).CreateAsync(), await database.Person().WithRole(nameof(PortalRole.Administrator)).CreateAsync());

        var results = await database.AtOnceAsync(2, (services, caller) =>
        {
            var (who, whom) = caller == 0 ? (first, second) : (second, first);
            var person = new SignedInPerson(Guid.NewGuid(), who.Id, who.UserName, "") { Roles = new HashSet<PortalRole> { PortalRole.Administrator } };
            return services.GetRequiredService<RoleService>().SetRolesAsync(whom.Id, new HashSet<PortalRole>(), person, new Caller(null, "en"), CancellationToken.None);
        });

        Assert.Equal([ActResult.Done, ActResult.LastAdministrator], results.Order());
        Assert.Equal(1, await database.WithAsync<PortalDbContext, int>(context => context.UserRoles.CountAsync()));
    }

    [Fact]
    public async Task Groups_that_are_nested_at_one_moment_close_no_circle()
    {
        var groups = Enumerable.Range(0, 4).Select(number => new Group(Guid.NewGuid(), $"Circle {number}")).ToList();
        await database.WithAsync<IGroups>(async store =>
        {
            foreach (var group in groups)
                await store.TryAddAsync(group, CancellationToken.None);
        });

        var results = await database.AtOnceAsync(4, (services, caller) => services.GetRequiredService<GroupService>().NestAsync(
            groups[caller].Id, groups[(caller + 1) % 4].Name, new(Guid.NewGuid(), "admin"), new Caller(null, "en"), CancellationToken.None));

        Assert.Equal(3, results.Count(result => result == GroupResult.Done));
        Assert.Equal(1, results.Count(result => result == GroupResult.Circle));
        Assert.Equal(4 + 3 + 2 + 1, await database.WithAsync<PortalDbContext, int>(context => context.GroupAncestors.CountAsync(row => groups.Select(group => group.Id).Contains(row.GroupId))));
    }
}
