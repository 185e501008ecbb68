using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SsprPortal.Data.Api;

namespace SsprPortal.Data.Configurations;

internal sealed class ApiConfiguration : IEntityTypeConfiguration<ApiKeyRow>, IEntityTypeConfiguration<ApiReplyRow>
{
    public void Configure(EntityTypeBuilder<ApiKeyRow> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Prefix).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Hash).HasMaxLength(Lengths.Hash);
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasIndex(row => row.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<ApiReplyRow> builder)
    {
        builder.ToTable("ApiReplies");
        builder.HasKey(row => new { row.KeyId, row.IdempotencyHash });
        builder.Property(row => row.IdempotencyHash).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.RequestHash).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.Body).HasMaxLength(-1);
        builder.Property(row => row.ETag).HasMaxLength(Lengths.Name);
        builder.HasIndex(row => row.Lease);
        builder.HasIndex(row => row.ExpiresAt);
        builder.HasOne<ApiKeyRow>().WithMany().HasForeignKey(row => row.KeyId);
    }
}
