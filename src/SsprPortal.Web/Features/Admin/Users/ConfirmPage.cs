using SsprPortal.Core.Directory;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>The page before something that is not undone by pressing a button again.</summary>
/// <param name="Action">What is to be done; names its texts.</param>
/// <param name="Person">To whose account.</param>
public sealed record ConfirmPage(string Action, DirectoryUser Person)
{
    /// <summary>Whether it takes something from the person.</summary>
    internal bool IsDangerous => Action is "Disable" or "Delete";

    /// <summary>What the form posts beside the press of the button, if anything.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];
}
