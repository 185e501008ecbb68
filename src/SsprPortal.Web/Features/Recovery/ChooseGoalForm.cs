using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Why are you having trouble signing in?</summary>
public sealed class ChooseGoalForm
{
    /// <summary>What the person is here for.</summary>
    public RecoveryGoal? Goal { get; set; }
}
