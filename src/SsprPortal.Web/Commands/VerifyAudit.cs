using SsprPortal.Core.Auditing;

namespace SsprPortal.Web.Commands;

/// <summary>The command <c>audit verify [--expect number:seal]</c>: whether anybody but the portal has written into the audit.</summary>
internal static class VerifyAudit
{
    private const string Usage = "Usage: audit verify [--expect <number>:<seal>], as the log says \"The audit is sealed up to <number>:<seal>\".";

    /// <summary>Verifies the audit. Needs what <c>AddData</c> registers and a migrated database; nothing need have started.</summary>
    /// <param name="services">The portal's services.</param>
    /// <param name="args">What follows <c>audit verify</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The exit code: 0 for an intact audit, 1 for every other, 2 for arguments that are wrong.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        AuditWitness? witness = null;
        if (args is not [] && !(args is ["--expect", var text] && AuditWitness.TryParse(text, out witness)))
        {
            await output.WriteLineAsync(Usage);
            return CommandLine.NotUnderstood;
        }

        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<IAuditVerifier>().VerifyAsync(witness, cancellationToken);
        if (found.Purged > 0)
            await output.WriteLineAsync($"Entries up to {found.Purged} were deleted after their retention.");
        if (found.Head is not null)
            await output.WriteLineAsync($"{found.Verified} entries are what was sealed, up to {found.Head}");
        await output.WriteLineAsync(found.Fault == AuditFault.WitnessTooOld ? $"Cannot be said: {Words(AuditFault.WitnessTooOld)}"
            : found.Fault is { } fault ? $"NOT INTACT, at {found.Number}: {Words(fault)}" : "The audit is intact.");
        return found.Fault is null ? 0 : 1;
    }

    private static string Words(AuditFault fault) => fault switch
    {
        AuditFault.Changed => "this entry is not what was sealed.",
        AuditFault.Missing => "this entry is gone.",
        AuditFault.Inserted => "this entry was not sealed by the portal.",
        AuditFault.OutOfOrder => "this entry stands in another one's place.",
        AuditFault.AnchorChanged => "the beginning of the chain, in the table AuditChain, is not what the portal wrote.",
        AuditFault.HeadChanged => "the end of the chain, in the table AuditChain, is not the last entry.",
        AuditFault.Unsealed => "the row with this Id has waited for its seal for over ten minutes. Is an instance running, and what does its log say of the AuditSealer?",
        AuditFault.NotTheWitnessed => "this entry is gone or is another one than expected: the chain was cut off before it.",
        AuditFault.WitnessTooOld => "the expected entry was deleted after its retention: expect a later one.",
    };
}
