namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Challenges.</summary>
public sealed class ChallengeTexts;
