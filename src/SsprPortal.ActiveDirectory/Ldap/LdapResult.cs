namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>How an operation ended (RFC 4511 section 4.1.9); only the codes that are told apart here.</summary>
internal enum LdapResultCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Something is wrong at the server, or with the order of what it was asked; also what Active Directory says to who is not signed in any more.</summary>
    OperationsError = 1,

    /// <summary>The server does not know the operation.</summary>
    ProtocolError = 2,

    /// <summary>There are more entries than asked for, or than the server gives.</summary>
    SizeLimitExceeded = 4,

    /// <summary>The server wants a safer way to sign in: TLS.</summary>
    StrongerAuthRequired = 8,

    /// <summary>Another server may know; it is not asked.</summary>
    Referral = 10,

    /// <summary>A control was critical, and the server does not know it.</summary>
    UnavailableCriticalExtension = 12,

    /// <summary>The server wants TLS.</summary>
    ConfidentialityRequired = 13,

    /// <summary>The directory's rules refuse the value.</summary>
    ConstraintViolation = 19,

    /// <summary>There is no such entry, or it may not be seen.</summary>
    NoSuchObject = 32,

    /// <summary>The name is not a name.</summary>
    InvalidDnSyntax = 34,

    /// <summary>Wrong name or password, or an account that may not sign in.</summary>
    InvalidCredentials = 49,

    /// <summary>Whoever is signed in may not do this.</summary>
    InsufficientAccessRights = 50,

    /// <summary>Busy: later, perhaps.</summary>
    Busy = 51,

    /// <summary>Shutting down: another server, perhaps.</summary>
    Unavailable = 52,

    /// <summary>The server does not want to.</summary>
    UnwillingToPerform = 53,

    /// <summary>Something else is wrong at the server.</summary>
    Other = 80,
}

/// <summary>A control of a request or an answer (RFC 4511 section 4.1.11).</summary>
/// <param name="Oid">Which control.</param>
/// <param name="Value">Its value, as the control's own specification encodes it; null for none.</param>
/// <param name="Critical">Whether the operation must not be done without it.</param>
internal sealed record LdapControl(string Oid, byte[]? Value = null, bool Critical = false);

/// <summary>The end of an operation (RFC 4511 section 4.1.9).</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Diagnostic">The server's own words, without the NUL and line end that Active Directory adds. For administrators, not to be parsed but by <see cref="LdapErrors"/>.</param>
internal sealed record LdapResult(LdapResultCode Code, string Diagnostic)
{
    /// <summary>Whether it was done.</summary>
    public bool IsSuccess => Code == LdapResultCode.Success;

    /// <summary>Whether it says something of the server and nothing of the request: another server may do it.</summary>
    public bool IsTroubleOfTheServer => Code is LdapResultCode.OperationsError or LdapResultCode.Busy or LdapResultCode.Unavailable or LdapResultCode.Other;

    /// <summary>The controls of the answer.</summary>
    public IReadOnlyList<LdapControl> Controls { get; init; } = [];

    /// <summary>The object identifier of an extended response (RFC 4511 section 4.12); null for none.</summary>
    public string? ResponseName { get; init; }

    /// <summary>Code and words, for administrators and logs.</summary>
    public override string ToString() => $"{(int)Code} {Code}{(Diagnostic.Length > 0 ? $" ({Diagnostic})" : "")}";
}
