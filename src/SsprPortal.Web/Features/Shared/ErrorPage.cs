namespace SsprPortal.Web.Features.Shared;

/// <summary>What the one error page shows: which text, and the number a person can give to the help desk.</summary>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Reference">The correlation id under which the logs have the rest; nothing else of a failure is shown.</param>
internal sealed record ErrorPage(int Status, string Reference)
{
    /// <summary>The stem of the texts: statuses without a text of their own read as a failure of ours, or as a bad request.</summary>
    public string TextKey => Status switch
    {
        400 or 404 or 413 or 429 => $"Error{Status}",
        401 or 403 => "Error403",
        < 500 => "Error400",
        503 => "Error503",
        _ => "Error500",
    };
}
