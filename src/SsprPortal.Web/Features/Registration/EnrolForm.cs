using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Features.Registration;

/// <summary>What is to be registered.</summary>
public sealed class EnrolForm
{
    /// <summary>The phone number or address, as typed.</summary>
    public string? Target { get; set; }

    /// <summary>The kind, from the route; never bound from the form.</summary>
    internal string Kind { get; set; } = "";

    /// <summary>The method by which it is registered; never bound.</summary>
    internal IRegistrableMethod Method { get; set; } = null!;
}
