namespace SsprPortal.Web.Commands;

/// <summary>What the program does instead of serving, when its first words are a command.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a command line that is not understood.</summary>
    public const int NotUnderstood = 2;

    private const string Usage = """
        SsprPortal.Web                                    serves the portal
        SsprPortal.Web audit verify [--expect <number>:<seal>]
                                                          says whether anybody but the portal has written into the audit
        SsprPortal.Web blocks list                        lists the accounts that are blocked after too many wrong tries
        SsprPortal.Web blocks clear <user ID>             lifts the block of an account
        SsprPortal.Web passwords load <list> <filter>     makes a filter for Passwords:FilterPath of a list of leaked passwords
        SsprPortal.Web setup reopen                       makes a secret for a new administrator, when none gets in any more
        SsprPortal.Web help                               this text
        """;

    /// <summary>Runs a command; null when there is none, and the portal is to be served.</summary>
    public static Task<int?> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Runs a command that works on the database; null when there is none, and the portal is to be served.</summary>
    public static async Task<int?> RunAsync(string[] args, IServiceProvider services) => args switch
    {
        ["audit", "verify", .. var rest] => await VerifyAudit.RunAsync(services, rest, Console.Out, CancellationToken.None),
        ["blocks", ..] => await Blocks.RunAsync(services, args, Console.Out, CancellationToken.None),
        ["setup", "reopen"] => await ReopenSetup.RunAsync(services, Console.Out, CancellationToken.None),
        _ => null,
    };

    /// <summary>Runs a command and writes what it says.</summary>
    public static async Task<int?> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // Settings are no commands: --urls=…, /urls=…, urls=….
        if (args is [] || args[0] is not ("--help" or "-h" or "-?") && (args[0].StartsWith('-') || args[0].StartsWith('/') || args[0].Contains('=', StringComparison.Ordinal)))
            return null;
        switch (args)
        {
            case ["passwords", "load", var list, var filter]:
                return await LoadPasswords.RunAsync(list, filter, output, error);
            case ["audit", "verify", ..] or ["blocks", ..] or ["setup", "reopen"]:
                // On the database: Program runs it once that is ready.
                return null;
            case ["help" or "--help" or "-h" or "-?"]:
                await output.WriteLineAsync(Usage);
                return 0;
            default:
                await error.WriteLineAsync($"Not understood: {string.Join(' ', args)}\n\n{Usage}");
                return NotUnderstood;
        }
    }
}
