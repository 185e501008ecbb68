using System.Text;
using Microsoft.EntityFrameworkCore;

namespace SsprPortal.TestKit.Portal;

/// <summary>What a thief of the database could read.</summary>
public static class PortalDump
{
    /// <summary>Every row of every table, as text.</summary>
    public static Task<string> ReadAsync(PortalHost portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.WithDatabaseAsync(async database =>
        {
            var tables = await database.Database.SqlQueryRaw<string>("""SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS "Value" FROM information_schema.tables WHERE table_schema = 'public'""").ToListAsync();
            var all = new StringBuilder();
            foreach (var table in tables)
            {
#pragma warning disable EF1002 // The names come from the database itself.
                foreach (var row in await database.Database.SqlQueryRaw<string>($"SELECT t::text AS \"Value\" FROM {table} t").ToListAsync())
#pragma warning restore EF1002
                    all.AppendLine(row);
            }

            return all.ToString();
        });
    }
}
