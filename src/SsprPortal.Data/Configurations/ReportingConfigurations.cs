using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Reporting;

namespace SsprPortal.Data.Configurations;

internal sealed class RollUpConfiguration : IEntityTypeConfiguration<RollUpRow>, IEntityTypeConfiguration<ProfileSweepRow>, IEntityTypeConfiguration<HourlyCountRow>
{
    public void Configure(EntityTypeBuilder<RollUpRow> builder)
    {
        builder.ToTable("RollUps");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Basis).HasMaxLength(2000);
    }

    public void Configure(EntityTypeBuilder<ProfileSweepRow> builder)
    {
        builder.ToTable("ProfileSweeps");
        builder.Property(row => row.People).HasMaxLength(16 * ProfileSweepRow.MaxPeople);
    }

    public void Configure(EntityTypeBuilder<HourlyCountRow> builder)
    {
        builder.ToTable("HourlyCounts");
        builder.HasKey(row => new { row.Hour, row.Code, row.MethodId, row.Stage, row.Reason });
        builder.Property(row => row.MethodId).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Stage).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Reason).HasMaxLength(Lengths.Name);
    }
}

/// <summary>What the pages of the audit and the figures of groups are read by.</summary>
internal sealed class ReadingConfiguration : IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<GroupMember>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.HasIndex(row => new { row.Code, row.At });
        // Both databases read this filter.
        builder.HasIndex(row => new { row.Address, row.At }).HasFilter("\"Address\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<GroupMember> builder) => builder.HasIndex(member => new { member.GroupId, member.UserId });
}

/// <summary>No row of these refers to an account or to another row: the roll-up takes out of the figures who is gone.</summary>
internal sealed class PopulationConfiguration : IEntityTypeConfiguration<PeopleAlikeRow>, IEntityTypeConfiguration<PersonProfileRow>
{
    public void Configure(EntityTypeBuilder<PeopleAlikeRow> builder)
    {
        builder.ToTable("PeopleAlike");
        builder.Property(row => row.Key).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.Groups).HasMaxLength(-1);
        builder.Property(row => row.Known).HasMaxLength(-1);
        builder.HasIndex(row => row.Key).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PersonProfileRow> builder)
    {
        builder.ToTable("PersonProfiles");
        builder.HasKey(row => row.UserId);
        builder.Property(row => row.UserId).ValueGeneratedNever();
        builder.HasIndex(row => new { row.AlikeId, row.Name });
        builder.HasIndex(row => new { row.AlikeId, row.UserId });
    }
}
