using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using SsprPortal.Core.Administration;

namespace SsprPortal.Web.Branding;

/// <summary>
/// Reads an uploaded logo. Of a PNG only what draws it is kept; of an SVG only what an allow-list of elements and attributes knows: no
/// script, no handlers, no references out of the picture, nothing that multiplies itself.
/// </summary>
internal static partial class LogoFile
{
    /// <summary>Bytes of a file at most.</summary>
    public const int MaxBytes = 200 * 1024;

    private const int MaxPixels = 4096;
    private const string Svg = "http://www.w3.org/2000/svg";

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly HashSet<string> PngChunks = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "pHYs"];

    private static readonly HashSet<string> Elements =
    [
        "svg", "g", "defs", "title", "desc", "style", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
        "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "id", "class", "style", "viewBox", "width", "height", "preserveAspectRatio", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points",
        "transform", "fill", "fill-opacity", "fill-rule", "clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits", "maskContentUnits", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "color", "display", "visibility", "offset", "stop-color",
        "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing", "dx", "dy",
    ];

    /// <summary>The picture as it may be served; null when it is none.</summary>
    public static Logo? Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Length > MaxBytes ? null
            : file.AsSpan().StartsWith(PngSignature) ? ReadPng(file) is { } png ? Of("image/png", png) : null
            : ReadSvg(file) is { } svg ? Of("image/svg+xml", svg)
            : null;
    }

    private static Logo Of(string mediaType, byte[] content) => new(Convert.ToHexStringLower(SHA256.HashData(content)), mediaType, content);

    // Chunk by chunk: length, name, data, check sum. What stands after the end is not kept.
    private static byte[]? ReadPng(ReadOnlySpan<byte> file)
    {
        var kept = new List<byte>(PngSignature);
        var at = PngSignature.Length;
        for (var first = true; at + 12 <= file.Length; first = false)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (length < 0 || length > file.Length - at - 12)
                return null;
            var name = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            if (first && !(name == "IHDR" && length == 13 && IsSize(file[(at + 8)..]) && IsSize(file[(at + 12)..])))
                return null;
            if (PngChunks.Contains(name))
                kept.AddRange(file.Slice(at, length + 12));
            if (name == "IEND")
                return [.. kept];
            at += length + 12;
        }

        return null;
    }

    private static bool IsSize(ReadOnlySpan<byte> number) => BinaryPrimitives.ReadInt32BigEndian(number) is > 0 and <= MaxPixels;

    private static byte[]? ReadSvg(byte[] file)
    {
        try
        {
            using var input = new MemoryStream(file);
            using var reader = XmlReader.Create(input, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes, IgnoreComments = true, IgnoreProcessingInstructions = true });
            using var output = new MemoryStream();
            using (var writer = XmlWriter.Create(output, new() { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true }))
            {
                if (reader.MoveToContent() != XmlNodeType.Element || !IsAllowed(reader) || reader.LocalName != "svg")
                    return null;
                while (!reader.EOF)
                    Copy(reader, writer);
            }

            return output.ToArray();
        }
        catch (XmlException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // An encoding that there is not.
            return null;
        }
    }

    private static void Copy(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when !IsAllowed(reader):
                reader.Skip();
                return;
            case XmlNodeType.Element when reader.LocalName == "style":
                var css = reader.ReadInnerText();
                if (IsSafe(css))
                    writer.WriteElementString("style", Svg, css);
                return;
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.LocalName, Svg);
                for (var has = reader.MoveToFirstAttribute(); has; has = reader.MoveToNextAttribute())
                {
                    if (reader.NamespaceURI.Length == 0 && Attributes.Contains(reader.LocalName) && IsSafe(reader.Value))
                        writer.WriteAttributeString(reader.LocalName, reader.Value);
                }

                reader.MoveToElement();
                if (isEmpty)
                    writer.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                writer.WriteEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                writer.WriteString(reader.Value);
                break;
        }

        reader.Read();
    }

    private static bool IsAllowed(XmlReader reader) => reader.NamespaceURI == Svg && Elements.Contains(reader.LocalName);

    // The text of an element; what is written inside it as markup is not read. Leaves the reader behind it.
    private static string ReadInnerText(this XmlReader reader)
    {
        var text = new StringBuilder();
        using (var inner = reader.ReadSubtree())
        {
            while (inner.Read())
            {
                if (inner.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    text.Append(inner.Value);
            }
        }

        reader.Skip();
        return text.ToString();
    }

    // Style and values: nothing escaped, no rule that loads, and what is referred to stands in the picture.
    private static bool IsSafe(string value) => !value.Contains('\\', StringComparison.Ordinal) && !value.Contains('@', StringComparison.Ordinal) && !value.Contains('<', StringComparison.Ordinal)
        && !Outside().IsMatch(value);

    [GeneratedRegex(@"url\((?!\s*['""]?#)|image(-set)?\(|expression\(|javascript:|data:|behavior|-moz-binding|//", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
