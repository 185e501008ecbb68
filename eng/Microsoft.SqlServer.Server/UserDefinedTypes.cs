namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined CLR type is stored.</summary>
public enum Format
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>By SQL Server.</summary>
    Native = 1,

    /// <summary>By the type itself.</summary>
    UserDefined = 2,
}

/// <summary>A user-defined CLR type that writes and reads itself.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads the value.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value.</summary>
    void Write(BinaryWriter w);
}

/// <summary>Marks a user-defined CLR type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How the type is stored.</summary>
    public Format Format { get; } = format;

    /// <summary>Bytes at most; −1 is no limit.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether every value has the same size.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether the stored bytes sort as the values do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The name of the method that validates a value.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The SQL name of the type.</summary>
    public string? Name { get; set; }
}

/// <summary>A user-defined CLR type that cannot be used.</summary>
public sealed class InvalidUdtException : SystemException
{
    /// <inheritdoc/>
    public InvalidUdtException()
    {
    }

    /// <inheritdoc/>
    public InvalidUdtException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public InvalidUdtException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
