using System.Buffers.Text;
using System.Text;

namespace SsprPortal.Data.Accounts;

/// <summary>Where a page ends, as it travels in an address: a text by which rows are ordered, and the row. Whatever else stands there is the first page.</summary>
internal static class PageKey
{
    public static string Write(string text, Guid id) => Base64Url.EncodeToString([.. id.ToByteArray(), .. Encoding.UTF8.GetBytes(text)]);

    public static (string Text, Guid Id)? Read(string? key)
    {
        if (key is not { Length: > 0 and <= 1_200 } || !Base64Url.IsValid(key))
            return null;
        var bytes = Base64Url.DecodeFromChars(key);
        // A lone byte would be read as U+FFFD; what the database cannot hold is asked of it by nobody.
        return bytes.Length >= 16 && Encoding.UTF8.GetString(bytes, 16, bytes.Length - 16) is var text && !text.Contains('\0', StringComparison.Ordinal) ? (text, new(bytes.AsSpan(0, 16))) : null;
    }
}
