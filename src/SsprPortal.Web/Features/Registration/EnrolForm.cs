using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Features.Registration;

/// <summary>What is to be registered, and then the proof of it. Methods/_{kind}.cshtml asks for both; <see cref="Pending"/> tells which is next.</summary>
public sealed class EnrolForm
{
    /// <summary>The phone number or address, as typed.</summary>
    public string? Target { get; set; }

    /// <summary>The country of the phone number (ISO 3166-1 alpha-2).</summary>
    public string? Country { get; set; }

    /// <summary>By which method, where several register one kind.</summary>
    public string? Via { get; set; }

    /// <summary>The first chosen question.</summary>
    public string? Question1 { get; set; }

    /// <summary>The answer to it.</summary>
    public string? Answer1 { get; set; }

    /// <summary>The second chosen question.</summary>
    public string? Question2 { get; set; }

    /// <summary>The answer to it.</summary>
    public string? Answer2 { get; set; }

    /// <summary>The third chosen question.</summary>
    public string? Question3 { get; set; }

    /// <summary>The answer to it.</summary>
    public string? Answer3 { get; set; }

    /// <summary>The fourth chosen question.</summary>
    public string? Question4 { get; set; }

    /// <summary>The answer to it.</summary>
    public string? Answer4 { get; set; }

    /// <summary>The fifth chosen question.</summary>
    public string? Question5 { get; set; }

    /// <summary>The answer to it.</summary>
    public string? Answer5 { get; set; }

    /// <summary>The code that proves it, as typed.</summary>
    public string? Code { get; set; }

    /// <summary>What a security key made, as JSON.</summary>
    public string? Credential { get; set; }

    /// <summary>What the person calls it, where there may be several.</summary>
    public string? Name { get; set; }

    /// <summary>The row of the list; never bound.</summary>
    internal ChecklistItem Item { get; set; } = null!;

    /// <summary>The organisation's policy; never bound.</summary>
    internal SsprPolicy Policy { get; set; } = null!;

    /// <summary>What waits for its proof; null while it is still to be typed. Never bound.</summary>
    internal PendingChallenge? Pending { get; set; }

    /// <summary>Seconds until another code may be sent; never bound.</summary>
    internal int ResendIn { get; set; }

    /// <summary>What was typed.</summary>
    internal EnrolmentInput Input() => new(
        Target,
        Country,
        [new(Question1, Answer1), new(Question2, Answer2), new(Question3, Answer3), new(Question4, Answer4), new(Question5, Answer5)]);
}
