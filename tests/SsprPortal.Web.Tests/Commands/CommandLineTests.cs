using SsprPortal.Web.Commands;
using SsprPortal.Web.Passwords;

namespace SsprPortal.Web.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("sspr-command").FullName;
    private readonly StringWriter output = new(), error = new();

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--environment=Development", "passwords")]
    [InlineData("--urls", "http://localhost:5080")]
    [InlineData("urls=http://localhost:5080")]
    [InlineData("/urls=http://localhost:5080")]
    public async Task Settings_are_no_command_and_the_portal_is_served(params string[] args)
    {
        Assert.Null(await RunAsync(args));
        Assert.Equal("", output.ToString() + error);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_lists_the_commands(string word)
    {
        Assert.Equal(0, await RunAsync(word));
        Assert.Contains("passwords load <list> <filter>", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", error.ToString());
    }

    [Theory]
    [InlineData("passwords")]
    [InlineData("passwords", "load")]
    [InlineData("passwords", "load", "list")]
    [InlineData("passwords", "load", "list", "filter", "more")]
    [InlineData("passwords", "drop", "list", "filter")]
    [InlineData("serve")]
    public async Task What_is_no_command_is_told_how_they_are_written(params string[] args)
    {
        Assert.Equal(CommandLine.NotUnderstood, await RunAsync(args));
        Assert.StartsWith($"Not understood: {string.Join(' ', args)}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("passwords load <list> <filter>", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task A_list_becomes_a_filter()
    {
        var (list, filter) = (Path.Combine(folder, "list.txt"), Path.Combine(folder, "leaked.filter"));
        await File.WriteAllBytesAsync(list, [.. "first of the leaked\nsecond of the leaked\n"u8, 0xFF]);

        Assert.Equal(0, await RunAsync("passwords", "load", list, filter));
        Assert.Contains($"2 passwords in {filter} (", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 lines unreadable", output.ToString(), StringComparison.Ordinal);
        using var made = PasswordFilter.Open(filter);
        Assert.True(await made.ContainsAsync("Second of the leaked", default));
    }

    [Fact]
    public async Task A_list_that_is_not_there_leaves_what_was_there()
    {
        var (list, filter) = (Path.Combine(folder, "list.txt"), Path.Combine(folder, "leaked.filter"));
        await File.WriteAllTextAsync(filter, "before");

        Assert.Equal(1, await RunAsync("passwords", "load", list, filter));
        Assert.Contains(list, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(filter));
        Assert.Equal([filter], System.IO.Directory.GetFiles(folder));
    }

    private Task<int?> RunAsync(params string[] args) => CommandLine.RunAsync(args, output, error);
}
