namespace SsprPortal.Data.Branding;

/// <summary>A logo, by what is in it.</summary>
internal sealed class LogoRow
{
    public required string Hash { get; set; }

    public required string MediaType { get; set; }

    public required byte[] Content { get; set; }

    public required DateTimeOffset KeptAt { get; set; }
}
