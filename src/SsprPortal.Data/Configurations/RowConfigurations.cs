using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Messages;
using SsprPortal.Data.Policies;
using SsprPortal.Data.Registration;
using SsprPortal.Data.Secrets;
using SsprPortal.Data.Sessions;
using SsprPortal.Data.Throttling;
using SsprPortal.Data.Verification;

namespace SsprPortal.Data.Configurations;

internal static class Lengths
{
    /// <summary>SHA-256 and HMAC-SHA-256, in bytes.</summary>
    public const int Hash = 32;

    /// <summary>Names of steps, states, methods.</summary>
    public const int Name = 64;

    /// <summary>Every other text, unless it says otherwise.</summary>
    public const int Text = 256;

    /// <summary>Ciphertext of a phone or an address: base64url of three times the text and the envelope.</summary>
    public const int Protected = 2000;
}

internal sealed class PortalUserConfiguration : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.Property(user => user.Language).HasMaxLength(8);
        builder.Property(user => user.ProtectedMobile).HasMaxLength(Lengths.Protected);
        builder.Property(user => user.ProtectedAlternateMail).HasMaxLength(Lengths.Protected);
        builder.HasIndex(user => user.NormalizedBareName);
        builder.HasIndex(user => user.PasswordSetAt);
        builder.HasIndex(user => user.PasswordExpiresAt);
    }
}

/// <summary>SQL Server takes 900 bytes in a clustered key.</summary>
internal sealed class IdentityKeysConfiguration : IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.Property(login => login.LoginProvider).HasMaxLength(128);
        builder.Property(login => login.ProviderKey).HasMaxLength(128);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.Property(token => token.LoginProvider).HasMaxLength(128);
        builder.Property(token => token.Name).HasMaxLength(128);
    }
}

internal sealed class PortalGroupConfiguration : IEntityTypeConfiguration<PortalGroup>, IEntityTypeConfiguration<GroupMember>, IEntityTypeConfiguration<GroupNesting>, IEntityTypeConfiguration<GroupAncestor>
{
    public void Configure(EntityTypeBuilder<PortalGroup> builder)
    {
        builder.ToTable("Groups");
        builder.Property(group => group.NormalizedName).HasMaxLength(UserTermRow.MaxLength);
        builder.HasIndex(group => group.NormalizedName).IsUnique();
    }

    public void Configure(EntityTypeBuilder<GroupMember> builder)
    {
        builder.ToTable("GroupMembers");
        builder.HasKey(member => new { member.UserId, member.GroupId });
        builder.HasIndex(member => new { member.GroupId, member.UserId });
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(member => member.UserId);
        builder.HasOne<PortalGroup>().WithMany().HasForeignKey(member => member.GroupId);
    }

    // SQL Server deletes by one way only: who deletes a group deletes these first.
    public void Configure(EntityTypeBuilder<GroupNesting> builder)
    {
        builder.ToTable("GroupNestings");
        builder.HasKey(nesting => new { nesting.GroupId, nesting.ParentId });
        builder.HasOne<PortalGroup>().WithMany().HasForeignKey(nesting => nesting.GroupId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<PortalGroup>().WithMany().HasForeignKey(nesting => nesting.ParentId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<GroupAncestor> builder)
    {
        builder.ToTable("GroupAncestors");
        builder.HasKey(ancestor => new { ancestor.GroupId, ancestor.AncestorId });
        builder.HasIndex(ancestor => ancestor.AncestorId);
        builder.HasOne<PortalGroup>().WithMany().HasForeignKey(ancestor => ancestor.GroupId).OnDelete(DeleteBehavior.NoAction);
    }
}

internal sealed class DirectorySyncConfiguration : IEntityTypeConfiguration<DirectorySyncRow>
{
    public void Configure(EntityTypeBuilder<DirectorySyncRow> builder)
    {
        builder.ToTable("DirectorySyncs");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Hold).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(row => row.Failure).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Detail).HasMaxLength(DirectorySyncStates.MaxDetail);
    }
}

internal sealed class UserTermConfiguration : IEntityTypeConfiguration<UserTermRow>
{
    public void Configure(EntityTypeBuilder<UserTermRow> builder)
    {
        builder.ToTable("UserTerms");
        builder.HasKey(row => new { row.Term, row.UserId });
        builder.Property(row => row.Term).HasMaxLength(UserTermRow.MaxLength);
        builder.HasIndex(row => new { row.UserId, row.Term });
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId);
    }
}

internal sealed class PolicyConfiguration : IEntityTypeConfiguration<PolicyRow>, IEntityTypeConfiguration<PolicyHistoryRow>
{
    public void Configure(EntityTypeBuilder<PolicyRow> builder)
    {
        builder.ToTable("Policies");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Json).HasMaxLength(-1);
    }

    public void Configure(EntityTypeBuilder<PolicyHistoryRow> builder)
    {
        builder.ToTable("PolicyHistory");
        builder.HasKey(row => row.Version);
        builder.Property(row => row.Version).ValueGeneratedNever();
        builder.Property(row => row.Json).HasMaxLength(-1);
    }
}

internal sealed class PortalSessionConfiguration : IEntityTypeConfiguration<PortalSessionRow>
{
    public void Configure(EntityTypeBuilder<PortalSessionRow> builder)
    {
        builder.ToTable("Sessions");
        builder.Property(row => row.HandleHash).HasMaxLength(Lengths.Hash);
        builder.HasIndex(row => row.HandleHash).IsUnique();
        builder.HasIndex(row => row.LastSeenAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId);
    }
}

internal sealed class RecoveryJourneyConfiguration : IEntityTypeConfiguration<RecoveryJourney>, IEntityTypeConfiguration<PassedGate>
{
    public void Configure(EntityTypeBuilder<RecoveryJourney> builder)
    {
        builder.ToTable("RecoveryJourneys");
        builder.Property(journey => journey.Id).ValueGeneratedNever();
        builder.Property(journey => journey.HandleHash).HasMaxLength(Lengths.Hash);
        // A step that a newer instance wrote and this one does not know is an ended journey, not an error.
        builder.Property(journey => journey.Step).HasConversion(step => step.ToString(), name => Read(name)).HasMaxLength(Lengths.Name);
        builder.Property(journey => journey.Refusal).HasConversion(refusal => refusal.ToString(), name => ReadRefusal(name)).HasMaxLength(Lengths.Name);
        builder.Property(journey => journey.Goal).HasConversion(goal => goal.ToString(), name => ReadGoal(name)).HasMaxLength(Lengths.Name);
        builder.Property(journey => journey.Disclosure).HasConversion(mode => mode.ToString(), name => ReadDisclosure(name)).HasMaxLength(Lengths.Name);
        builder.Property(journey => journey.Language).HasMaxLength(8);
        builder.Ignore(journey => journey.IsBeingFinished);
        builder.Ignore(journey => journey.IsDoomed);
        builder.Ignore(journey => journey.EndsAt);
        builder.HasIndex(journey => journey.HandleHash).IsUnique();
        builder.HasIndex(journey => journey.LiveFor);
        builder.HasIndex(journey => journey.ExpiresAt);
    }

    private static RecoveryStep Read(string name) => Enum.TryParse<RecoveryStep>(name, out var step) ? step : RecoveryStep.Cancelled;

    // A reason of a newer instance's: the page that sends people to their administrator.
    private static RecoveryRefusal? ReadRefusal(string? name) =>
        name is null ? null : Enum.TryParse<RecoveryRefusal>(name, out var refusal) ? refusal : RecoveryRefusal.OutOfScope;

    private static RecoveryGoal ReadGoal(string name) => Enum.TryParse<RecoveryGoal>(name, out var goal) ? goal : RecoveryGoal.Reset;

    // The one that tells least.
    private static DisclosureMode ReadDisclosure(string name) => Enum.TryParse<DisclosureMode>(name, out var mode) ? mode : DisclosureMode.Uniform;

    public void Configure(EntityTypeBuilder<PassedGate> builder)
    {
        builder.ToTable("PassedGates");
        builder.HasKey(gate => gate.ChallengeId);
        builder.Property(gate => gate.ChallengeId).ValueGeneratedNever();
        builder.Property(gate => gate.MethodId).HasMaxLength(Lengths.Name);
        builder.Property(gate => gate.Class).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(gate => gate.Gates).HasDefaultValue(1);
        builder.HasOne<RecoveryJourney>().WithMany().HasForeignKey(gate => gate.JourneyId);
    }
}

internal sealed class ChallengeConfiguration : IEntityTypeConfiguration<ChallengeRow>
{
    public void Configure(EntityTypeBuilder<ChallengeRow> builder)
    {
        builder.ToTable("Challenges");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Purpose).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(row => row.MethodId).HasMaxLength(Lengths.Name);
        builder.Property(row => row.ProtectedTarget).HasMaxLength(-1);
        builder.Property(row => row.Secret).HasMaxLength(-1);
        builder.HasIndex(row => new { row.OwnerId, row.Purpose, row.IssuedAt });
        builder.HasIndex(row => row.SubjectId);
        builder.HasIndex(row => row.ExpiresAt);
    }
}

internal sealed class RegisteredMethodConfiguration : IEntityTypeConfiguration<RegisteredMethodRow>, IEntityTypeConfiguration<RegistrationStateRow>
{
    public void Configure(EntityTypeBuilder<RegisteredMethodRow> builder)
    {
        builder.ToTable("RegisteredMethods");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasMaxLength(Lengths.Name);
        builder.Property(row => row.ProtectedValue).HasMaxLength(-1);
        builder.Property(row => row.LookupHash).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.Gates).HasDefaultValue(1);
        builder.HasIndex(row => new { row.UserId, row.Kind, row.Slot }).IsUnique();
        // All that is purged of this table.
        builder.HasIndex(row => row.RegisteredAt, "IX_RegisteredMethods_Tickets").HasFilter("\"Kind\" = 'ticket'");
        // People share phones and mailboxes; a security key belongs to one (AC-69 of the security notes). Both databases read this filter.
        builder.HasIndex(row => row.LookupHash);
        builder.HasIndex(row => new { row.Kind, row.LookupHash }).IsUnique().HasFilter("\"Kind\" = 'key'");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId);
    }

    public void Configure(EntityTypeBuilder<RegistrationStateRow> builder)
    {
        builder.ToTable("RegistrationStates");
        builder.HasKey(row => row.UserId);
        builder.Property(row => row.UserId).ValueGeneratedNever();
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId);
    }
}

internal sealed class ThrottleConfiguration : IEntityTypeConfiguration<ThrottleRow>, IEntityTypeConfiguration<UsedTokenRow>
{
    public void Configure(EntityTypeBuilder<ThrottleRow> builder)
    {
        builder.ToTable("Throttles");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Key).HasMaxLength(128);
        builder.HasIndex(row => row.WindowEndsAt);
        builder.HasIndex(row => row.SubjectId);
    }

    public void Configure(EntityTypeBuilder<UsedTokenRow> builder)
    {
        builder.ToTable("UsedTokens");
        builder.HasKey(row => new { row.Purpose, row.TokenHash });
        builder.Property(row => row.Purpose).HasMaxLength(Lengths.Name);
        builder.Property(row => row.TokenHash).HasMaxLength(Lengths.Hash);
        builder.HasIndex(row => row.ExpiresAt);
    }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("Outbox");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Channel).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(Lengths.Name);
        builder.Property(row => row.ProtectedPayload).HasMaxLength(-1);
        builder.Property(row => row.Reason).HasMaxLength(1000);
        builder.HasIndex(row => new { row.State, row.DueAt });
        builder.HasIndex(row => row.DoneAt);
    }
}

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<AuditChainRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("Audit");
        builder.Property(row => row.Result).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Address).HasMaxLength(Lengths.Name);
        builder.Property(row => row.MethodId).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Stage).HasMaxLength(Lengths.Name);
        builder.Property(row => row.Seal).HasMaxLength(Lengths.Hash);
        builder.HasIndex(row => row.At);
        builder.HasIndex(row => new { row.SubjectId, row.At });
        builder.HasIndex(row => row.CorrelationId);
        // Both databases read these filters. The second is all that the sealer looks at.
        builder.HasIndex(row => row.SealNumber).IsUnique().HasFilter("\"SealNumber\" IS NOT NULL");
        builder.HasIndex(row => row.Id, "IX_Audit_Unsealed").HasFilter("\"SealNumber\" IS NULL");

        // What was written stays as it is; a seal is set where there is none.
        foreach (var property in builder.Metadata.GetProperties().Where(property => property.Name is not nameof(AuditRow.SealNumber) and not nameof(AuditRow.Seal)))
            property.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
        builder.Property(row => row.SealNumber).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<AuditChainRow> builder)
    {
        builder.ToTable("AuditChain");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.HeadSeal).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.AnchorSeal).HasMaxLength(Lengths.Hash);
        builder.Property(row => row.AnchorMac).HasMaxLength(Lengths.Hash);
    }
}

internal sealed class SecretConfiguration : IEntityTypeConfiguration<DataProtectionKeyRow>, IEntityTypeConfiguration<SecretRow>
{
    public void Configure(EntityTypeBuilder<DataProtectionKeyRow> builder)
    {
        builder.ToTable("DataProtectionKeys");
        builder.Property(row => row.Xml).HasMaxLength(-1);
    }

    public void Configure(EntityTypeBuilder<SecretRow> builder)
    {
        builder.ToTable("Secrets");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(Lengths.Name);
        builder.Property(row => row.ProtectedValue).HasMaxLength(Lengths.Protected);
    }
}
