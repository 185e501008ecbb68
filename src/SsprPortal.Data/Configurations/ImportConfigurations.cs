using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SsprPortal.Data.Imports;

namespace SsprPortal.Data.Configurations;

internal sealed class ImportConfiguration : IEntityTypeConfiguration<ImportRow>, IEntityTypeConfiguration<ImportChunkRow>, IEntityTypeConfiguration<ImportErrorRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> builder)
    {
        builder.ToTable("Imports");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(row => row.Address).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Encoding).HasMaxLength(Lengths.Name);
        builder.HasIndex(row => new { row.State, row.At });
        builder.HasIndex(row => row.At);
    }

    public void Configure(EntityTypeBuilder<ImportChunkRow> builder)
    {
        builder.ToTable("ImportChunks");
        builder.HasKey(row => new { row.ImportId, row.Number });
        builder.HasOne<ImportRow>().WithMany().HasForeignKey(row => row.ImportId);
    }

    public void Configure(EntityTypeBuilder<ImportErrorRow> builder)
    {
        builder.ToTable("ImportErrors");
        builder.Property(row => row.Column).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Reason).HasMaxLength(Lengths.Name);
        builder.HasIndex(row => new { row.ImportId, row.Id });
        builder.HasOne<ImportRow>().WithMany().HasForeignKey(row => row.ImportId);
    }
}
