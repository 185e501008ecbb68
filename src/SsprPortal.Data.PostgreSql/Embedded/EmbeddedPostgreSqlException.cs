namespace SsprPortal.Data.PostgreSql.Embedded;

/// <summary>The private server cannot run here. The message is one line that says why and what to do.</summary>
public sealed class EmbeddedPostgreSqlException(string message, Exception? innerException = null)
    : Exception(message, innerException);
