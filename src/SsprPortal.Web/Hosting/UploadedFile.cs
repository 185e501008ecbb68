using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SsprPortal.Web.Hosting;

/// <summary>The file of a form, as it is sent: nothing of it is kept anywhere until the page reads it. There is one endpoint that takes one.</summary>
/// <param name="Content">Read once, in order.</param>
public sealed record UploadedFile(Stream Content)
{
    private const int MaxFields = 4;
    private const int MaxField = 4 * 1024;

    /// <summary>Where a file is taken; everywhere else it is refused.</summary>
    public static PathString Path { get; } = new("/admin/import");

    internal static bool IsTakenBy(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase) && request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the fields that stand before the file: they are the form, which is guarded like any other.</summary>
    /// <returns>The status of a refusal; null when it is a form.</returns>
    internal static async Task<int?> OpenAsync(HttpRequest request)
    {
        var cancelled = request.HttpContext.RequestAborted;
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value is not { Length: > 0 and <= 70 } boundary)
            return StatusCodes.Status400BadRequest;
        var reader = new MultipartReader(boundary, request.Body);
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(cancelled) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
                return StatusCodes.Status400BadRequest;
            if (disposition.FileName.Length > 2 || disposition.FileNameStar.Length > 0)
            {
                request.HttpContext.Features.Set(new UploadedFile(section.Body));
                break;
            }

            var text = new char[MaxField + 1];
            using var field = new StreamReader(section.Body, leaveOpen: true);
            var length = await field.ReadBlockAsync(text, cancelled);
            if (length > MaxField || fields.Count == MaxFields || !fields.TryAdd(HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", new string(text, 0, length)))
                return StatusCodes.Status400BadRequest;
        }

        request.Form = new FormCollection(fields);
        return null;
    }
}
