using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Branding;
using SsprPortal.Web.Journeys;

namespace SsprPortal.Web.Features.ContactAdministrator;

/// <summary>Where "Contact your administrator" leads, on every page that has it.</summary>
public sealed class ContactLink(Organization organization, CurrentJourney current)
{
    /// <summary>What the organisation has configured; without that, in a journey, the page that mails the administrators; else null.</summary>
    public async Task<string?> GetAsync(IUrlHelper url, CancellationToken cancellationToken) =>
        (await organization.GetAsync(cancellationToken)).ContactLink()?.AbsoluteUri
        // At its end the browser has given the journey back, and nobody is there to ask for help.
        ?? (current.Find()?.Step is null or RecoveryStep.Completed or RecoveryStep.Cancelled ? null : url.Content("~" + ContactController.Path));
}
