using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Passwords;
using SsprPortal.Web.Passwords;

namespace SsprPortal.Web.Tests.Passwords;

public sealed class PasswordFilterTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("sspr-filter").FullName;

    private string ListPath => Path.Combine(folder, "list.txt");

    private string FilterPath => Path.Combine(folder, "leaked.filter");

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Everything_in_the_list_is_found_and_hardly_anything_else()
    {
        var listed = Enumerable.Range(0, 20_000).Select(number => $"leaked password {number}").ToList();
        await File.WriteAllLinesAsync(ListPath, listed);

        Assert.Equal(new(20_000, 0), Build());

        using var filter = PasswordFilter.Open(FilterPath);
        Assert.Equal(20_000, filter.Count);
        foreach (var password in listed)
            Assert.True(await filter.ContainsAsync(password, default), password);
        var falselyFound = 0;
        for (var number = 0; number < 100_000; number++)
            falselyFound += await filter.ContainsAsync($"another password {number}", default) ? 1 : 0;
        // Ten of 100,000 are expected of each form; "another password 0" has two.
        Assert.InRange(falselyFound, 0, 60);
    }

    [Theory]
    [InlineData("Correct Horse Battery", true)]
    [InlineData("correct horse battery", true)]
    [InlineData("Ｃorrect Horse Battery", true)]
    [InlineData("c0rrect h0rse b@ttery", true)]
    [InlineData("correct horse batter", false)]
    [InlineData("hashed without a count", true)]
    [InlineData("hashed with a count", true)]
    [InlineData("with a colon:17", true)]
    [InlineData("with a colon", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456z", true)]
    [InlineData("last line", true)]
    [InlineData("長いパスワードです", true)]
    public async Task A_line_is_a_password_or_a_hash_and_is_found_in_whatever_dress(string password, bool found)
    {
        await File.WriteAllTextAsync(
            ListPath, $"correct horse battery\r\n{Hash("hashed without a count")}\n{Hash("hashed with a count").ToLowerInvariant()}:4711\r\nwith a colon:17\n\n0123456789abcdef0123456789abcdef0123456z\n長いパスワードです\nlast line");
        Build();

        using var filter = PasswordFilter.Open(FilterPath);
        Assert.Equal(found, await filter.ContainsAsync(password, default));
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_and_left_out()
    {
        await File.WriteAllBytesAsync(ListPath, [.. "good\n"u8, 0xFF, 0xFE, (byte)'\n', .. Encoding.ASCII.GetBytes(new string('x', 1_025)), .. "\nalso good"u8]);

        Assert.Equal(new(2, 2), Build());
    }

    [Fact]
    public async Task An_empty_list_makes_a_filter_that_holds_nothing()
    {
        await File.WriteAllTextAsync(ListPath, "");

        Assert.Equal(new(0, 0), Build());
        using var filter = PasswordFilter.Open(FilterPath);
        Assert.False(await filter.ContainsAsync("anything at all", default));
    }

    [Fact]
    public void The_same_list_makes_the_same_file_and_a_new_one_takes_its_place()
    {
        File.WriteAllText(ListPath, "first\nsecond");
        Build();
        var first = File.ReadAllBytes(FilterPath);
        Build();
        Assert.Equal(first, File.ReadAllBytes(FilterPath));

        File.WriteAllText(ListPath, "third");
        Build();
        Assert.NotEqual(first, File.ReadAllBytes(FilterPath));
        Assert.Equal([FilterPath, ListPath], System.IO.Directory.GetFiles(folder).Order());
    }

    [Theory]
    [InlineData("missing", "Could not find file")]
    [InlineData("foreign", "it is not a password filter")]
    [InlineData("short", "it is not a password filter")]
    [InlineData("truncated", "bytes and should have")]
    [InlineData("longer", "bytes and should have")]
    [InlineData("damaged", "its head is damaged")]
    public void A_filter_that_is_none_or_not_whole_ends_the_start(string what, string because)
    {
        File.WriteAllText(ListPath, string.Join('\n', Enumerable.Range(0, 100)));
        Build();
        var whole = File.ReadAllBytes(FilterPath);
        switch (what)
        {
            case "missing":
                File.Delete(FilterPath);
                break;
            case "foreign":
                File.WriteAllText(FilterPath, new string('x', 500));
                break;
            case "short":
                File.WriteAllBytes(FilterPath, whole[..40]);
                break;
            case "truncated":
                File.WriteAllBytes(FilterPath, whole[..^1]);
                break;
            case "longer":
                File.WriteAllBytes(FilterPath, [.. whole, 0]);
                break;
            default:
                whole[24] ^= 1;
                File.WriteAllBytes(FilterPath, whole);
                break;
        }

        var refusal = Assert.Throws<IOException>(() => new ServiceCollection().AddBreachedPasswords(Configuration(("Passwords:FilterPath", FilterPath))));

        Assert.StartsWith($"Passwords:FilterPath is '{FilterPath}', which cannot be used: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://range.example.com")]
    [InlineData("range")]
    [InlineData("https://range.example.com/?key=1")]
    public void A_range_service_that_others_could_listen_to_ends_the_start(string url) => Assert.StartsWith(
        "Passwords:RangeUrl must be", Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddBreachedPasswords(Configuration(("Passwords:RangeUrl", url)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_settings_there_is_no_list_beside_the_embedded_one() =>
        Assert.Empty(new ServiceCollection().AddBreachedPasswords(Configuration()).BuildServiceProvider().GetServices<IBreachedPasswords>());

    internal static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build();

    internal static string Hash(string password) =>
#pragma warning disable CA5350 // The public lists are made of it.
        Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

    private PasswordLoad Build() => PasswordFilterBuilder.Build(ListPath, FilterPath, (_, _) => { }, default);
}
