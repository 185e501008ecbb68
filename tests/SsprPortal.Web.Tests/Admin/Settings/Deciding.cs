using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Settings;

/// <summary>How an administrator decides, and what became of it.</summary>
internal static class Deciding
{
    /// <summary>The policy as it is in the database.</summary>
    public static async Task<SsprPolicy> PolicyAsync(this PortalHost portal)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IPolicyStore>().ReadAsync(default)).Policy;
    }

    /// <summary>What the audit says of settings, oldest first: "setting: before → after".</summary>
    public static Task<List<string>> ChangesAsync(this PortalHost portal) => portal.WithDatabaseAsync(
        database => database.Audit.Where(row => row.Code == AuditCode.PolicyChanged).OrderBy(row => row.Id).Select(row => row.Stage + ": " + row.Reason).ToListAsync());

    /// <summary>Changes fields of the form of the page, null takes one away, and saves.</summary>
    public static Task DecideAsync(this PortalBrowser browser, params (string Field, string? Value)[] fields) => browser.DecideAsync(browser.Path.Split('?')[0], fields);

    /// <summary>The same, with another button.</summary>
    public static Task DecideAsync(this PortalBrowser browser, string path, params (string Field, string? Value)[] fields)
    {
        var form = new Dictionary<string, string>(browser.Fields());
        foreach (var (field, value) in fields)
        {
            if (value is null)
                form.Remove(field);
            else
                form[field] = value;
        }

        return browser.PostAsync(path, form);
    }

    /// <summary>The sentence of a note on the page; empty when there is none.</summary>
    public static string Note(this PortalBrowser browser, string kind) => string.Join(' ', browser.Page.QuerySelectorAll($".note.{kind}").Select(note => string.Join(' ', note.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
}
