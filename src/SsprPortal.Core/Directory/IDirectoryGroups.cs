using SsprPortal.Core.Administration;

namespace SsprPortal.Core.Directory;

/// <summary>The groups of the organisation's directory, of which the portal knows those that an administrator brings in.</summary>
public interface IDirectoryGroups
{
    /// <summary>The group of this name; null when there is none, more than one, or no directory.</summary>
    /// <exception cref="DirectoryUnreachableException">The directory does not answer.</exception>
    Task<Group?> FindGroupAsync(string name, CancellationToken cancellationToken);
}
