namespace SsprPortal.Core.Administration;

/// <summary>What somebody may do in the administration. Stored by name, as the names of Identity's roles.</summary>
public enum PortalRole
{
    /// <summary>Everything.</summary>
    Administrator,

    /// <summary>Helps people: sees who is registered, clears blocks, starts a reset for somebody. Never sees or sets a password, an answer, a code or a seed.</summary>
    HelpDesk,

    /// <summary>Reads settings, audit and reports, and changes nothing.</summary>
    Auditor,
}
