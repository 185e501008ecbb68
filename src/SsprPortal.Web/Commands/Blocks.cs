using System.Globalization;
using SsprPortal.Core.Directory;

namespace SsprPortal.Web.Commands;

/// <summary>Who is blocked after too many wrong tries, and lifting a block, on the machine itself.</summary>
internal static class Blocks
{
    /// <summary>How to call it.</summary>
    public const string Usage = "blocks list | blocks clear <user ID>";

    private const int Page = 100;

    /// <summary>Runs <c>blocks list</c> or <c>blocks clear &lt;user ID&gt;</c>.</summary>
    /// <param name="services">The portal's services, with its database prepared.</param>
    /// <param name="args">The whole command line, from "blocks" on.</param>
    /// <param name="output">Where the result is written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The exit code: 0 done, 1 nobody of this name or nothing to clear, 2 not a command.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var blocks = scope.ServiceProvider.GetRequiredService<Core.Throttling.Blocks>();
        switch (args)
        {
            case ["blocks", "list"]:
                await ListAsync(blocks, output, cancellationToken);
                return 0;
            case ["blocks", "clear", var userId]:
                if (await scope.ServiceProvider.GetRequiredService<IDirectory>().FindAsync(userId, cancellationToken) is not { } person)
                {
                    await output.WriteLineAsync("There is no such user, or more than one: write the whole user name.");
                    return 1;
                }

                var cleared = await blocks.ClearAsync(person.Id, actorId: null, address: null, cancellationToken);
                await output.WriteLineAsync(cleared ? $"Everything that was counted of {person.UserName} is forgotten." : $"{person.UserName} was not blocked, and no tries were counted.");
                return cleared ? 0 : 1;
            default:
                await output.WriteLineAsync(Usage);
                return CommandLine.NotUnderstood;
        }
    }

    private static async Task ListAsync(Core.Throttling.Blocks blocks, TextWriter output, CancellationToken cancellationToken)
    {
        Guid? next = null;
        do
        {
            var page = await blocks.ListAsync(next, Page, cancellationToken);
            foreach (var blocked in page.People)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{blocked.Person.UserName}\tuntil {blocked.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
            next = page.Next;
        }
        while (next is not null);
    }
}
