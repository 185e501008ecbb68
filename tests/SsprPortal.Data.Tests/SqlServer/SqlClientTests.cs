using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;

namespace SsprPortal.Data.Tests.SqlServer;

/// <summary>
/// The driver loads Microsoft.SqlServer.Server on its way to a command with a parameter and not before: without the assembly
/// it restores, builds and logs in without a warning. So the methods on that way are compiled here (docs/adr/0004).
/// </summary>
public sealed class SqlClientTests
{
    [Fact]
    public void The_driver_can_send_a_parameter()
    {
        var way = typeof(SqlConnection).Assembly.GetType("Microsoft.Data.SqlClient.TdsParser", throwOnError: true)!
            .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.Name == "TDSExecuteRPCAddParameter")
            .ToList();

        Assert.NotEmpty(way);
        Assert.All(way, method => RuntimeHelpers.PrepareMethod(method.MethodHandle));
    }
}
