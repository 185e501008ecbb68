using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Verification;

/// <summary>Why something cannot be registered.</summary>
public enum TargetRefusal
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>Not a phone number.</summary>
    NotAPhoneNumber,

    /// <summary>A phone number that no country has.</summary>
    ImpossibleNumber,

    /// <summary>A phone number that costs more than others: premium rate or shared cost.</summary>
    PremiumNumber,

    /// <summary>A phone number of a country that the organisation does not send to.</summary>
    CountryNotAllowed,

    /// <summary>Not an email address.</summary>
    NotAnAddress,

    /// <summary>The mailbox that is opened with the very password a reset is for.</summary>
    OwnMailbox,

    /// <summary>The same question was chosen twice, or one that is not on the list.</summary>
    NotAQuestion,

    /// <summary>The same answer was given twice.</summary>
    AnswerTwice,

    /// <summary>An answer is shorter or longer than is allowed.</summary>
    AnswerLength,

    /// <summary>An answer stands in its question or is the user name: anybody would try it.</summary>
    AnswerObvious,
}

/// <summary>A question and the answer to it, as they were chosen and typed.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Answer">The answer.</param>
public sealed record TypedAnswer(string? Question, string? Answer)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TypedAnswer);
}

/// <summary>What a person wants to register.</summary>
/// <param name="Target">The phone number or address, as typed.</param>
/// <param name="Country">The country that was chosen for a phone number (ISO 3166-1 alpha-2).</param>
/// <param name="Answers">Questions and answers.</param>
public sealed record EnrolmentInput(string? Target = null, string? Country = null, IReadOnlyList<TypedAnswer>? Answers = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(EnrolmentInput);
}

/// <summary>What is to be registered, in its normal form, or why it cannot be.</summary>
/// <param name="Target">What waits on the server until it is proved, or what is stored when there is nothing to prove.</param>
public sealed record EnrolmentDraft(string Target)
{
    /// <summary>Whether there is nothing to prove: it is registered at once.</summary>
    public bool IsProved { get; init; }

    /// <summary>Why not.</summary>
    public TargetRefusal? Refusal { get; init; }

    /// <summary>Which of several answers was refused, from 0.</summary>
    public int RefusedAnswer { get; init; }

    /// <summary>A refusal.</summary>
    public static EnrolmentDraft Refused(TargetRefusal refusal, int answer = 0) => new("") { Refusal = refusal, RefusedAnswer = answer };

    /// <inheritdoc/>
    public override string ToString() => Refusal?.ToString() ?? nameof(EnrolmentDraft);
}

/// <summary>A method that people register. What is being registered waits in a challenge, on the server, until it is proved.</summary>
public interface IRegistrableMethod : IVerificationMethod
{
    /// <summary>How many of this kind a person may have.</summary>
    int MaxEntries => 1;

    /// <summary>What may be shown of what is being registered, and of the entry afterwards; an entry of which there may be several shows the name its owner gave it.</summary>
    string HintOf(string target) => "";

    /// <summary>Reads what a person typed, or makes what the person is to be given.</summary>
    Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken);
}
