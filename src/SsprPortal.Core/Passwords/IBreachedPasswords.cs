namespace SsprPortal.Core.Passwords;

/// <summary>A list of passwords that have leaked, beside the common ones that the portal brings.</summary>
public interface IBreachedPasswords
{
    /// <summary>Whether a password is in the list. A list that cannot be asked knows nothing: then the others decide.</summary>
    Task<bool> ContainsAsync(string password, CancellationToken cancellationToken);
}
