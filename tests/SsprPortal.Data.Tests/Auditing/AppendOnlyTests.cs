using System.Text.RegularExpressions;
using SsprPortal.TestKit;

namespace SsprPortal.Data.Tests.Auditing;

/// <summary>The audit is added to by its log, sealed by its sealer, and deleted from by its retention: by nobody else.</summary>
public sealed partial class AppendOnlyTests
{
    [Fact]
    public void Nobody_else_writes_the_audit()
    {
        var writers = from file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
                      let path = Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), file).Replace('\\', '/')
                      where !path.Split('/').Any(part => part is "obj" or "bin" or "Migrations")
                      let source = File.ReadAllText(file)
                      from writing in Writing().Matches(source).Select(match => match.Groups[1].Value).Concat(Sealing().IsMatch(source) ? ["Seal ="] : []).Distinct()
                      select $"{path}: {writing}";

        Assert.Equal(
            [
                "SsprPortal.Data/Auditing/AuditLog.cs: Add",
                "SsprPortal.Data/Auditing/AuditRetention.cs: ExecuteDelete",
                "SsprPortal.Data/Auditing/AuditRetention.cs: ExecuteUpdate",
                "SsprPortal.Data/Auditing/AuditSealer.cs: Add",
                "SsprPortal.Data/Auditing/AuditSealer.cs: ExecuteUpdate",
                "SsprPortal.Data/Auditing/AuditSealer.cs: Seal =",
            ],
            writers.Order(StringComparer.Ordinal));
    }

    // One statement, from the set to what is done with it; also by its type, and in SQL.
    [GeneratedRegex(@"(?:\.Audit(?:Chain)?\b|Set<Audit(?:Chain)?Row>\(\))[^;]*?\.(Add|Update|Remove|Attach|ExecuteUpdate|ExecuteDelete)(?:Range)?(?:Async)?\(|((?i:UPDATE|DELETE FROM|INSERT INTO|TRUNCATE|DROP)[^;]{0,20}\bAudit)")]
    private static partial Regex Writing();

    [GeneratedRegex(@"\.Seal(?:Number)?\)? = ")]
    private static partial Regex Sealing();
}
