namespace SsprPortal.Web.Captcha;

/// <summary>A challenge as ALTCHA's widget (version 3) reads it and sends it back.</summary>
internal sealed record ProofOfWorkChallenge(ProofOfWorkChallenge.Work Parameters, string Signature)
{
    /// <summary>Find the counter for which PBKDF2(nonce + counter, salt, cost) starts with the prefix.</summary>
    internal sealed record Work(string Algorithm, string Nonce, string Salt, int Cost, int KeyLength, string KeyPrefix, Carried Data);

    /// <summary>
    /// When it ends, in seconds since 1970. Not in the widget's own "expiresAt": the widget compares that with the device's clock,
    /// and a person whose clock is two minutes fast would never get in.
    /// </summary>
    internal sealed record Carried(long Expires);

    /// <summary>What the widget found.</summary>
    internal sealed record Solution(string DerivedKey);

    /// <summary>What the widget puts into its field, as base64 of JSON.</summary>
    internal sealed record Answer(ProofOfWorkChallenge Challenge, Solution Solution);
}
