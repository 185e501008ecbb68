namespace SsprPortal.Core.Administration;

/// <summary>Who administers: a signed-in person with a role, or a key of the API.</summary>
/// <param name="Id">The account, or the key; what the audit keeps.</param>
/// <param name="Name">The user name, or the name of the key.</param>
public sealed record Actor(Guid Id, string Name);
