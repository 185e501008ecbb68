using System.IO.MemoryMappedFiles;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Web.Passwords;

/// <summary>
/// A large list as a Bloom filter in a file: read where it lies, a few pages for each password. What is in the list is always found;
/// 1 in 10,000 of what is not is taken for it too.
/// </summary>
internal sealed class PasswordFilter : IBreachedPasswords, IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly PasswordFilterLayout layout;

    private PasswordFilter(MemoryMappedFile file, PasswordFilterLayout layout)
    {
        (this.file, this.layout) = (file, layout);
        view = file.CreateViewAccessor(0, layout.FileLength, MemoryMappedFileAccess.Read);
    }

    /// <summary>How many passwords it was made of.</summary>
    public long Count => layout.Count;

    /// <summary>Opens a filter.</summary>
    /// <exception cref="IOException">There is no such file, or it is not a whole filter; the message says which setting and why.</exception>
    public static PasswordFilter Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var head = new byte[PasswordFilterLayout.HeadLength];
            var layout = PasswordFilterLayout.Read(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
            if (stream.Length != layout.FileLength)
                throw new InvalidDataException($"it has {stream.Length} bytes and should have {layout.FileLength}");
            return new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read), layout);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new IOException($"Passwords:FilterPath is '{path}', which cannot be used: {exception.Message.TrimEnd('.')}. Make it anew with 'passwords load', or leave the setting out.", exception);
        }
    }

    /// <inheritdoc/>
    public Task<bool> ContainsAsync(string password, CancellationToken cancellationToken) => Task.FromResult(PasswordForms.Of(password).Any(Has));

    /// <inheritdoc/>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private bool Has(string form) => layout.BitsOf(PasswordFilterLayout.Entry(form)).All(bit => (view.ReadByte(bit.Byte) & bit.Mask) != 0);
}
