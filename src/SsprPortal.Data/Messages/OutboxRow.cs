using SsprPortal.Core.Messages;

namespace SsprPortal.Data.Messages;

/// <summary>How far a message is. Stored by name.</summary>
internal enum OutboxState
{
    /// <summary>Waits for its time.</summary>
    Waiting,

    /// <summary>Somebody is handing it over; if that instance dies, nobody knows whether it was taken.</summary>
    Sending,

    /// <summary>Taken by the provider.</summary>
    Sent,

    /// <summary>Not sent and not tried again: refused, or worthless by now.</summary>
    Failed,

    /// <summary>May have been taken; never tried again, so never sent twice.</summary>
    Uncertain,
}

/// <summary>A message on its way, encrypted.</summary>
internal sealed class OutboxRow
{
    public required Guid Id { get; set; }

    public required MessageChannel Channel { get; set; }

    public required OutboxState State { get; set; }

    /// <summary>Address and text; emptied when the message is done with.</summary>
    public required string ProtectedPayload { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>While waiting: not before. While sending: when whoever took it must have finished.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public required DateTimeOffset WorthlessAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed, for administrators; never an address or a text.</summary>
    public string? Reason { get; set; }

    public string? ProviderReference { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}
