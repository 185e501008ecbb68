using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Recovery;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Api;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Branding;
using SsprPortal.Data.Configurations;
using SsprPortal.Data.Imports;
using SsprPortal.Data.Messages;
using SsprPortal.Data.Policies;
using SsprPortal.Data.Registration;
using SsprPortal.Data.Reporting;
using SsprPortal.Data.Secrets;
using SsprPortal.Data.Sessions;
using SsprPortal.Data.Throttling;
using SsprPortal.Data.Verification;

namespace SsprPortal.Data;

/// <summary>Everything the portal keeps. Public for the provider projects, which hold its migrations, and for the tests.</summary>
public sealed class PortalDbContext(DbContextOptions<PortalDbContext> options)
    : IdentityDbContext<PortalUser, IdentityRole<Guid>, Guid>(options)
{
    private static readonly string NormalizedAdministrator = UserNames.Normalize(DirectoryUser.AdministratorRole)!;

    internal DbSet<PortalGroup> Groups => Set<PortalGroup>();

    internal DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    internal DbSet<GroupNesting> GroupNestings => Set<GroupNesting>();

    internal DbSet<GroupAncestor> GroupAncestors => Set<GroupAncestor>();

    internal DbSet<UserTermRow> UserTerms => Set<UserTermRow>();

    internal DbSet<PolicyHistoryRow> PolicyHistory => Set<PolicyHistoryRow>();

    internal DbSet<LogoRow> Logos => Set<LogoRow>();

    internal DbSet<PolicyRow> Policies => Set<PolicyRow>();

    internal DbSet<PortalSessionRow> Sessions => Set<PortalSessionRow>();

    internal DbSet<RecoveryJourney> Journeys => Set<RecoveryJourney>();

    internal DbSet<PassedGate> PassedGates => Set<PassedGate>();

    internal DbSet<ChallengeRow> Challenges => Set<ChallengeRow>();

    internal DbSet<RegisteredMethodRow> RegisteredMethods => Set<RegisteredMethodRow>();

    internal DbSet<RegistrationStateRow> RegistrationStates => Set<RegistrationStateRow>();

    internal DbSet<ThrottleRow> Throttles => Set<ThrottleRow>();

    internal DbSet<UsedTokenRow> UsedTokens => Set<UsedTokenRow>();

    internal DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<AuditChainRow> AuditChain => Set<AuditChainRow>();

    internal DbSet<RollUpRow> RollUps => Set<RollUpRow>();

    internal DbSet<ProfileSweepRow> ProfileSweeps => Set<ProfileSweepRow>();

    internal DbSet<HourlyCountRow> HourlyCounts => Set<HourlyCountRow>();

    internal DbSet<PeopleAlikeRow> PeopleAlike => Set<PeopleAlikeRow>();

    internal DbSet<PersonProfileRow> PersonProfiles => Set<PersonProfileRow>();

    internal DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    internal DbSet<ImportRow> Imports => Set<ImportRow>();

    internal DbSet<ImportChunkRow> ImportChunks => Set<ImportChunkRow>();

    internal DbSet<ImportErrorRow> ImportErrors => Set<ImportErrorRow>();

    internal DbSet<DirectorySyncRow> DirectorySyncs => Set<DirectorySyncRow>();

    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    internal DbSet<ApiReplyRow> ApiReplies => Set<ApiReplyRow>();

    internal DbSet<SecretRow> Secrets => Set<SecretRow>();

    /// <summary>The administrators whose accounts may be used.</summary>
    internal IQueryable<PortalUser> Administrators() => Users.Where(
        user => user.Enabled && UserRoles.Any(held => held.UserId == user.Id && Roles.Any(role => role.Id == held.RoleId && role.NormalizedName == NormalizedAdministrator)));

    /// <summary>Adds a group, which is its own first ancestor.</summary>
    internal void AddGroup(PortalGroup group)
    {
        group.NormalizedName = Accounts.UserTerms.Normalize(group.Name) ?? throw new InvalidOperationException($"{group.Name} cannot be the name of a group.");
        Groups.Add(group);
        GroupAncestors.Add(new() { GroupId = group.Id, AncestorId = group.Id });
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);

        // By code points on both databases: a prefix is a range of the index, and pages follow its order.
        var codePoints = Database.ProviderName!.Contains("SqlServer", StringComparison.Ordinal) ? "Latin1_General_100_BIN2" : "C";
        builder.Entity<UserTermRow>().Property(row => row.Term).UseCollation(codePoints);
        builder.Entity<PersonProfileRow>().Property(row => row.Name).UseCollation(codePoints);
        builder.Entity<PortalGroup>().Property(row => row.NormalizedName).UseCollation(codePoints);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Nothing is unbounded by accident, and no index ever covers a column without a length (SQL Server: 1,700 bytes).
        configurationBuilder.Properties<string>().HaveMaxLength(Lengths.Text);
    }
}
