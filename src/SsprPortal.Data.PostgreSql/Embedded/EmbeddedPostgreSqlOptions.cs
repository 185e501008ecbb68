namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>Where the private server keeps its data and finds its programs.</summary>
public sealed class EmbeddedPostgreSqlOptions
{
    /// <summary>The folder of the data, made when it is missing. It survives a stop; deleting it starts afresh.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The <c>node_modules</c> folder where <c>npm ci</c> puts PostgreSQL's programs. Without it, or where they are not in it,
    /// an installed PostgreSQL is used.
    /// </summary>
    public string? NodeModulesFolder { get; init; }

    /// <summary>The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; when set, no other place is searched.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Trades the data's safety in a crash for speed: for tests only.</summary>
    public bool Fast { get; init; }
}
