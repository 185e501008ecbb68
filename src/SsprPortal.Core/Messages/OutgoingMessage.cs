namespace SsprPortal.Core.Messages;

/// <summary>By what a message reaches a person.</summary>
public enum MessageChannel
{
    /// <summary>Email (RFC 5321).</summary>
    Email,

    /// <summary>A text message to a phone.</summary>
    Text,

    /// <summary>A phone call.</summary>
    Call,
}

/// <summary>
/// One message as it leaves: to whom, in the person's language, with the text already written.
/// <see cref="ToString"/> says nothing of it: a text may carry a code.
/// </summary>
/// <param name="Id">The outbox row; the same for every attempt, so that a message can be recognised (Message-ID of an email).</param>
/// <param name="Channel">By what it travels.</param>
/// <param name="To">An email address, or a phone number in E.164; the number of a call may have an extension, <c>+81312345678X1234</c>.</param>
/// <param name="Subject">The subject of an email; empty for a text and a call.</param>
/// <param name="Text">The plain text, which a call speaks; paragraphs are parted by an empty line.</param>
/// <param name="Language">The language the text is in, "en" or "ja" (BCP 47).</param>
/// <param name="ConfirmAt">Where it is reported that the called person pressed #; null when there is nothing to press.</param>
public sealed record OutgoingMessage(Guid Id, MessageChannel Channel, string To, string Subject, string Text, string Language, Uri? ConfirmAt = null)
{
    /// <summary>Whether it is written down like any other and goes nowhere: for where existence is concealed, see <see cref="Registration.RegisteredMethod.IsDecoy"/>.</summary>
    public bool IsDecoy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Channel} {Id}";
}
