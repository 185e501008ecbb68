namespace SsprPortal.Data.Api;

/// <summary>A key of the API.</summary>
internal sealed class ApiKeyRow
{
    public required Guid Id { get; set; }

    public required string Name { get; set; }

    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the whole key: 256 random bits need no slow hash.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Separated by blanks.</summary>
    public required string Scopes { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>The account of whoever made it: the key opens nothing that this account may not.</summary>
    public Guid? CreatorId { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>An answer to a write, or the place of one that is being worked on.</summary>
internal sealed class ApiReplyRow
{
    public required Guid KeyId { get; set; }

    /// <summary>SHA-256 of the idempotency key.</summary>
    public required byte[] IdempotencyHash { get; set; }

    /// <summary>SHA-256 of what was asked for.</summary>
    public required byte[] RequestHash { get; set; }

    /// <summary>Whoever works on it: of two who believe they do, one commits.</summary>
    public Guid Lease { get; set; }

    /// <summary>Null while it is being worked on.</summary>
    public int? Status { get; set; }

    public string? Body { get; set; }

    public string? ETag { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
