namespace SsprPortal.Core.Throttling;

/// <summary>What a limit is counted by.</summary>
/// <param name="Text">A phone, an address, a browser; stored as a keyed hash only.</param>
/// <param name="AccountId">The account, when it is one: stored in clear, so that what is counted of it can be found and forgotten. An id is no secret.</param>
public readonly record struct ThrottleSubject(string Text, Guid? AccountId = null)
{
    /// <summary>What is no account.</summary>
    public static implicit operator ThrottleSubject(string text) => new(text);

    /// <summary>An account.</summary>
    public static implicit operator ThrottleSubject(Guid accountId) => new(accountId.ToString("N"), accountId);

    /// <summary>Says nothing: it may be a phone.</summary>
    public override string ToString() => nameof(ThrottleSubject);
}
