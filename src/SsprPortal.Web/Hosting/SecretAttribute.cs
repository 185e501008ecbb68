namespace SsprPortal.Web.Hosting;

/// <summary>A property of a form that stands in no page once it was typed, not even hidden: a password.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
