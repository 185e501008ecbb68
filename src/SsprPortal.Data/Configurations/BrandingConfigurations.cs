using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SsprPortal.Data.Branding;

namespace SsprPortal.Data.Configurations;

internal sealed class LogoConfiguration : IEntityTypeConfiguration<LogoRow>
{
    public void Configure(EntityTypeBuilder<LogoRow> builder)
    {
        builder.ToTable("Logos");
        builder.HasKey(row => row.Hash);
        builder.Property(row => row.Hash).HasMaxLength(64);
        builder.Property(row => row.MediaType).HasMaxLength(Lengths.Name);
    }
}
