using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Databases;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.Benchmarks;

/// <summary>How long it takes to record the people of a large directory, and to read them again.</summary>
internal static class DirectoryReading
{
    private const string People = "ou=people," + OpenLdap.Base, Group = "cn=everybody,ou=groups," + OpenLdap.Base;

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    /// <summary>Reads so many people of an OpenLDAP server of their own.</summary>
    /// <returns>The exit code: 0 when nothing took longer than two minutes.</returns>
    public static async Task<int> RunAsync(int people)
    {
        var database = new PortalDatabase();
        var server = new OpenLdap { More = Ldif(people) };
        try
        {
            await database.InitializeAsync();
            await server.InitializeAsync();
            var group = await server.IdAsync(Group);
            var longest = await MeasureAsync("Everybody, for the first time");
            longest = Max(longest, await MeasureAsync("Everybody again, nobody changed"));
            longest = Max(longest, await MeasureAsync("Who changed: nobody", whole: false));
            for (var i = 0; i < people; i += 100) await server.SetAsync($"uid=u{i},{People}", ("mobile", $"+81 80{i:D8}"));
            longest = Max(longest, await MeasureAsync("Who changed: one in a hundred", whole: false));
            await database.WithAsync<IGroups, bool>(groups => groups.TryAddAsync(new(group, "everybody", true), default));
            longest = Max(longest, await MeasureAsync("Everybody, all in a group that was brought in"));
            return longest <= Most ? 0 : 1;
        }
        finally
        {
            await server.DisposeAsync();
            await database.DisposeAsync();
        }

        async Task<TimeSpan> MeasureAsync(string what, bool whole = true)
        {
            var accounts = server.Accounts(new() { SearchBase = People });
            await using var scope = database.Services.CreateAsyncScope();
            var states = scope.ServiceProvider.GetRequiredService<IDirectorySyncStates>();
            if (whole) await states.RequestAsync(0, default);
            var began = Stopwatch.GetTimestamp();
            await ActivatorUtilities.CreateInstance<DirectorySync>(scope.ServiceProvider).RunAsync(accounts, database.Clock.GetUtcNow().AddTicks(10), default);
            var took = Stopwatch.GetElapsedTime(began);
            var state = await states.ReadAsync(default);
            if (state.Failure is { } failure) throw new InvalidOperationException($"{failure}: {state.Detail}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-50} {state.Read,8} read {took.TotalSeconds,8:F1} s   working set {Environment.WorkingSet / 1_000_000} MB"));
            return took;
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Ldif(int people)
    {
        var (entries, members) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < people; i++)
        {
            entries.Append(
                CultureInfo.InvariantCulture,
                $"\ndn: uid=u{i},{People}\nobjectClass: inetOrgPerson\nuid: u{i}\ncn: Person {i}\nsn: {i}\ndisplayName: Person Number {i}\nmail: u{i}@example.test\nmobile: +81 90{i:D8}\ntelephoneNumber: +81 3{i:D8}\npreferredLanguage: ja-JP\npwdChangedTime: 20250101000000Z\nmodifyTimestamp: 20250101000000Z\n");
            members.Append(CultureInfo.InvariantCulture, $"member: uid=u{i},{People}\n");
        }

        return $"{entries}\ndn: {Group}\nobjectClass: groupOfNames\ncn: everybody\n{members}\n";
    }
}
