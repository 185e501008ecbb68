namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>A server could not be asked, or did not answer. The message is for administrators; nothing of the request is in it.</summary>
internal sealed class LdapException : Exception
{
    /// <summary>A failure of the way to the server.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="message">For administrators.</param>
    /// <param name="inner">The cause.</param>
    /// <param name="maybeDone">See <see cref="MaybeDone"/>.</param>
    public LdapException(LdapFailure failure, string message, Exception? inner = null, bool maybeDone = false)
        : base(message, inner) => (Failure, MaybeDone) = (failure, maybeDone);

    /// <summary>A refusal by the server.</summary>
    /// <param name="failure">Which kind of refusal.</param>
    /// <param name="server">Who refused.</param>
    /// <param name="result">The refusal.</param>
    public LdapException(LdapFailure failure, string server, LdapResult result)
        : base($"{server}: {result}") => (Failure, Result) = (failure, result);

    /// <summary>What went wrong.</summary>
    public LdapFailure Failure { get; }

    /// <summary>Whether the request had left before it failed: the server may have done it. Otherwise it was not done.</summary>
    public bool MaybeDone { get; }

    /// <summary>The server's refusal; null when it did not answer.</summary>
    public LdapResult? Result { get; }
}
