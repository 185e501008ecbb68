using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Web.Features.Profile;

/// <summary>What happened to somebody's account last.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Policy">The organisation's policy: its zone tells the time.</param>
/// <param name="NamesActors">Whether it says which administrator did it; people are told only that one did.</param>
public sealed record ActivityList(IReadOnlyList<Activity> Entries, SsprPolicy Policy, bool NamesActors);

/// <summary>The access panel of a signed-in person.</summary>
/// <param name="Person">Who.</param>
/// <param name="Activity">What happened to the account last.</param>
/// <param name="PasswordExpiresAt">When the password must be changed, once that is near and the person can do it here (UTC).</param>
public sealed record ProfilePage(SignedInPerson Person, ActivityList Activity, DateTimeOffset? PasswordExpiresAt);
