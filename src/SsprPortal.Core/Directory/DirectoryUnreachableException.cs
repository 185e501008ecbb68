namespace SsprPortal.Core.Directory;

/// <summary>The organisation's directory does not answer: nothing is known, and nothing was written.</summary>
public sealed class DirectoryUnreachableException(string message, Exception? inner) : Exception(message, inner);
