using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Reporting;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Benchmarks;

/// <summary>Whether the administration costs as much with many people and entries as with few.</summary>
internal static partial class Scale
{
    private const double Most = 1.5;

    // What lists are asked for beside their first page.
    private static readonly string[] Questions =
    [
        "/admin/audit?Event=PasswordReset", "/admin/audit?Method=email&Result=Failed", "/admin/audit?Address=10.0.0.7", "/admin/reports?period=Day", "/admin/reports?period=Year",
    ];

    /// <summary>Asks every page of both, in turns.</summary>
    /// <param name="sizes">Users, audit rows, users of the large portal, its audit rows, rounds.</param>
    /// <returns>The exit code: 0 when every page costs the same.</returns>
    public static async Task<int> RunAsync(long[] sizes)
    {
        await using var small = await StartAsync(sizes[0], sizes[1]);
        await using var large = await StartAsync(sizes[2], sizes[3]);
        var browsers = new[] { await SignInAsync(small), await SignInAsync(large) };
        var failed = 0;
        Console.WriteLine($"{"page",-60} {"status",6} {"statements",12} {"ms",16} {"ratio",6}");
        foreach (var path in await PathsAsync(large))
        {
            var (times, statements, status) = (new List<double>[] { [], [] }, new int[2], new HttpStatusCode[2]);
            for (var round = -2; round < sizes[4]; round++)
            {
                for (var which = 0; which < 2; which++)
                {
                    var (portal, browser) = (which == 0 ? small : large, browsers[which]);
                    var before = Statements(portal);
                    var began = Stopwatch.GetTimestamp();
                    await browser.SendAsync(() => new(HttpMethod.Get, path), follow: false, parse: false);
                    // The first two rounds compile and warm caches.
                    if (round >= 0)
                        times[which].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    (statements[which], status[which]) = (Statements(portal) - before, browser.Status);
                }
            }

            var (few, many) = (Median(times[0]), Median(times[1]));
            var good = statements[0] == statements[1] && many <= Most * few && status[0] == status[1];
            failed += good ? 0 : 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path,-60} {(int)status[1],6} {$"{statements[0]} {statements[1]}",12} {$"{few:F1} {many:F1}",16} {many / few,6:F2} {(good ? "" : "<-- not the same")}"));
        }

        Console.WriteLine(failed == 0 ? "Every page costs the same." : $"{failed} pages do not.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<PortalHost> StartAsync(long users, long auditRows)
    {
        // What happens in the background is not a page's.
        var portal = await PortalHost.StartAsync(new() { ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Information" }, _ => true);
        await portal.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        await portal.Services.GetRequiredService<RollUp>().RunOnceAsync(CancellationToken.None);
        await Seed.RunAsync(portal.ConnectionString, users, auditRows);
        return portal;
    }

    private static async Task<PortalBrowser> SignInAsync(PortalHost portal)
    {
        var browser = portal.NewBrowser();
        var person = await portal.AddPersonAsync(phone: true, role: "Administrator");
        await browser.SignInAsync(person.UserName);
        // The second factor as if it had been proved: no message leaves while the dispatcher rests.
        await using var connection = new NpgsqlConnection(portal.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("UPDATE \"Sessions\" SET \"ProvedAt\" = now(), \"NeedsProof\" = false WHERE \"UserId\" = $1", connection) { Parameters = { new() { Value = person.Id } } };
        await command.ExecuteNonQueryAsync();
        return browser;
    }

    // Every page that only people with a role may open, wherever it was written.
    private static async Task<IReadOnlyList<string>> PathsAsync(PortalHost portal)
    {
        await using var connection = new NpgsqlConnection(portal.ConnectionString);
        await connection.OpenAsync();
        var paths = new List<string>();
        foreach (var endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<AdministrationAttribute>() is null || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != true)
                continue;
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            while (Parameter().Match(path) is { Success: true } parameter)
                path = $"{path[..parameter.Index]}{await ValueAsync(connection, path[..parameter.Index])}{path[(parameter.Index + parameter.Length)..]}";
            paths.Add(path);
        }

        return [.. paths.Concat(Questions).Distinct().Order(StringComparer.Ordinal)];
    }

    // Something real where there is something: a seeded person or group, else whatever the table of this name holds.
    private static async Task<string> ValueAsync(NpgsqlConnection connection, string before)
    {
        var section = before.TrimEnd('/').Split('/')[^1];
        if (section == "users")
            return "5eed0001-0000-4000-8000-0000000001f4";
        if (section == "groups")
            return "5eed0002-0000-4000-8000-000000000007";
        var table = section.Length == 0 ? "" : char.ToUpperInvariant(section[0]) + section[1..];
        await using var exists = new NpgsqlCommand("SELECT to_regclass(format('%I', $1)) IS NOT NULL", connection) { Parameters = { new() { Value = table } } };
        if (await exists.ExecuteScalarAsync() is not true)
            return Guid.Empty.ToString();
#pragma warning disable CA2100 // The name of a table that exists.
        await using var any = new NpgsqlCommand($"SELECT \"Id\"::text FROM \"{table}\" LIMIT 1", connection);
#pragma warning restore CA2100
        return await any.ExecuteScalarAsync() as string ?? Guid.Empty.ToString();
    }

    private static int Statements(PortalHost portal) => portal.Log.Lines.Count(line => line.Contains("Executed DbCommand", StringComparison.Ordinal));

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
