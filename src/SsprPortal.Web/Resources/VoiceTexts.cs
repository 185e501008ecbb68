namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Voice: they are spoken.</summary>
public sealed class VoiceTexts;
