using SsprPortal.Core.Messages;

namespace SsprPortal.Core.Verification;

/// <summary>Every method that works here, in the order people are offered them: one whose messages nobody can send is not offered.</summary>
public sealed class VerificationMethods(IEnumerable<IVerificationMethod> methods, IEnumerable<IMessageSender> senders)
{
    /// <summary>In the order they are offered.</summary>
    public IReadOnlyList<IVerificationMethod> All { get; } =
        [.. methods.Where(method => method.Channel is null || senders.Any(sender => sender.Channel == method.Channel))];

    /// <summary>The method with this id, or null: the id may come from a browser.</summary>
    public IVerificationMethod? Find(string? id) => All.FirstOrDefault(method => method.Id == id);
}
