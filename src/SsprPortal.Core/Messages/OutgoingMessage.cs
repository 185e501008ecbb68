namespace SsprPortal.Core.Messages;

/// <summary>By what a message reaches a person.</summary>
public enum MessageChannel
{
    /// <summary>Email (RFC 5321).</summary>
    Email,

    /// <summary>A text message to a phone.</summary>
    Text,
}

/// <summary>
/// One message as it leaves: to whom, in the person's language, with the text already written.
/// <see cref="ToString"/> says nothing of it: a text may carry a code.
/// </summary>
/// <param name="Id">The outbox row; the same for every attempt, so that a message can be recognised (Message-ID of an email).</param>
/// <param name="Channel">By what it travels.</param>
/// <param name="To">An email address, or a phone number in E.164.</param>
/// <param name="Subject">The subject of an email; empty for a text.</param>
/// <param name="Text">The plain text; paragraphs are parted by an empty line.</param>
/// <param name="Language">The language the text is in, "en" or "ja" (BCP 47).</param>
public sealed record OutgoingMessage(Guid Id, MessageChannel Channel, string To, string Subject, string Text, string Language)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Channel} {Id}";
}
