namespace SsprPortal.Core.Verification;

/// <summary>Every method there is, in the order people are offered them.</summary>
public sealed class VerificationMethods(IEnumerable<IVerificationMethod> methods)
{
    /// <summary>In the order they are offered.</summary>
    public IReadOnlyList<IVerificationMethod> All { get; } = [.. methods];

    /// <summary>The method with this id, or null: the id may come from a browser.</summary>
    public IVerificationMethod? Find(string? id) => All.FirstOrDefault(method => method.Id == id);
}
