using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Features.Challenges;

/// <summary>The answer to a challenge, in a reset or at sign-in.</summary>
public sealed class ChallengeForm
{
    /// <summary>The code, as typed.</summary>
    public string? Code { get; set; }

    /// <summary>What a security key signed, as JSON.</summary>
    public string? Credential { get; set; }

    /// <summary>The first answer, as typed.</summary>
    public string? Answer1 { get; set; }

    /// <summary>The second answer.</summary>
    public string? Answer2 { get; set; }

    /// <summary>The third answer.</summary>
    public string? Answer3 { get; set; }

    /// <summary>The fourth answer.</summary>
    public string? Answer4 { get; set; }

    /// <summary>The fifth answer.</summary>
    public string? Answer5 { get; set; }

    /// <summary>What waits for an answer; never bound.</summary>
    internal PendingChallenge Pending { get; set; } = null!;

    /// <summary>Seconds until another one may be sent; never bound.</summary>
    internal int ResendIn { get; set; }

    /// <summary>The page's own path, below which are resend, another and state; never bound.</summary>
    internal string Path { get; set; } = "";

    /// <summary>What follows the path in links and forms, with its question mark; never bound.</summary>
    internal string Query { get; set; } = "";

    /// <summary>Where Cancel leads: a form is sent there; never bound.</summary>
    internal string CancelPath { get; set; } = "";

    /// <summary>What the person gave back.</summary>
    internal VerificationResponse Response() => new(Credential ?? Code, [Answer1, Answer2, Answer3, Answer4, Answer5]);

    /// <summary>The page again, with what waits.</summary>
    internal ChallengeForm For(PendingChallenge pending, TimeProvider clock)
    {
        Pending = pending;
        ResendIn = (int)Math.Ceiling(Math.Max(0, (pending.Challenge.ResendAt - clock.GetUtcNow()).TotalSeconds));
        return this;
    }

    /// <summary>The field that an answer of this shape is typed into; empty when there is none, or several: which of the answers was wrong is not told.</summary>
    internal static string Field(ResponseShape shape) => shape switch
    {
        ResponseShape.Code => nameof(Code),
        ResponseShape.Answers or ResponseShape.Assertion or ResponseShape.Confirmation => "",
    };

    /// <summary>What is said of an answer that did not pass.</summary>
    internal static string Text(AnswerOutcome outcome, ResponseShape shape) => outcome is AnswerOutcome.Wrong or AnswerOutcome.Empty ? $"Answer.{outcome}.{shape}" : $"Answer.{outcome}";
}
