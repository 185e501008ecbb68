using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Imports;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Reporting;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityKeys;
using SsprPortal.Core.Verification.SecurityQuestions;
using SsprPortal.Data.Accounts;
using SsprPortal.Data.Api;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Branding;
using SsprPortal.Data.Demonstration;
using SsprPortal.Data.Imports;
using SsprPortal.Data.Messages;
using SsprPortal.Data.Notifications;
using SsprPortal.Data.Policies;
using SsprPortal.Data.Recovery;
using SsprPortal.Data.Registration;
using SsprPortal.Data.Reporting;
using SsprPortal.Data.Secrets;
using SsprPortal.Data.SecurityKeys;
using SsprPortal.Data.Sessions;
using SsprPortal.Data.Throttling;
using SsprPortal.Data.Verification;

namespace SsprPortal.Data;

/// <summary>The stores, the portal's own accounts, the outbox and the key ring.</summary>
public static class DataServiceCollectionExtensions
{
    /// <summary>Registers everything that lives in the database; the provider is chosen by <c>UsePostgreSql</c> or <c>UseSqlServer</c> in <paramref name="database"/>.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, Action<IServiceProvider, DbContextOptionsBuilder> database)
    {
        services.AddDbContext<PortalDbContext>(database);
        services.AddScoped<ITransaction, EfTransaction>();
        services.AddScoped<IPolicyStore, PolicyStore>();
        services.AddScoped<IAuditLog, AuditLog>();
        services.AddScoped<IAuditVerifier, AuditVerifier>();
        services.AddScoped<IAuditReader, AuditReader>();
        services.AddScoped<AuditRetention>();
        services.AddSingleton<AuditSeals>();
        services.AddScoped<IPopulation, PopulationStore>();
        services.AddScoped<IReportFigures, ReportFigures>();
        services.AddScoped<IHealthStore, HealthStore>();
        services.AddScoped<PersonProfiles>();
        services.AddScoped<IThrottleStore, ThrottleStore>();
        services.AddScoped<ISingleUseStore, SingleUseStore>();
        services.AddScoped<IChallengeStore, ChallengeStore>();
        services.AddScoped<IRegistrationStore, RegistrationStore>();
        services.AddScoped<IRecoveryJourneyStore, RecoveryJourneyStore>();
        services.AddScoped<IPortalSessionStore, PortalSessionStore>();
        services.AddScoped<WrongPasswords>();
        services.AddKeyedScoped<IDirectory, LocalDirectory>(IDirectory.Portal);
        services.AddScoped(provider => provider.GetRequiredKeyedService<IDirectory>(IDirectory.Portal));
        services.AddScoped(provider => (IDirectoryGroups)provider.GetRequiredKeyedService<IDirectory>(IDirectory.Portal));
        services.AddScoped<IDirectoryMirror, DirectoryMirror>();
        services.AddScoped<IDirectorySyncStates, DirectorySyncStates>();
        services.AddScoped<IPeople, People>();
        services.AddScoped<IGroups, Groups>();
        services.AddScoped<ISetupStore, SetupStore>();
        services.AddScoped<ILogos, Logos>();
        services.AddScoped<IDirectoryPasswords, DirectoryPasswords>();
        services.AddScoped<IAccounts, Accounts.Accounts>();
        services.AddScoped<IPeopleReport, PeopleReport>();
        services.AddScoped<Imports.Imports>();
        services.AddScoped<IImports>(provider => provider.GetRequiredService<Imports.Imports>());
        services.AddScoped<IApiKeys, ApiKeys>();
        services.AddScoped<IApiReplies, ApiReplies>();
        services.AddScoped<ISealedAudit, SealedAudit>();
        services.AddSingleton<PasswordHashing>();
        services.AddScoped<IPasswordAges, PasswordAges>();
        services.AddScoped<IReminders, Reminders>();
        services.AddSingleton<ISlowHash, AnswerHashing>();

        services.AddOptions<AuditOptions>().Bind(configuration.GetSection("Audit"))
            .Validate(options => options.RetentionDays is >= 30 and <= 3650, "Audit:RetentionDays must be between 30 and 3650.").ValidateOnStart();
        services.AddOptions<SecurityKeyOptions>().Bind(configuration.GetSection("SecurityKeys")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityKeyOptions>, SecurityKeyOptionsValidator>();
        services.AddSingleton<ISecurityKeyCeremonies, SecurityKeyCeremonies>();

        services.AddIdentityCore<PortalUser>().AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<PortalDbContext>();
        services.AddSingleton<ILookupNormalizer, UserNameNormalizer>();
        services.AddScoped<DemoOrganization>();

        services.AddSingleton<OutboxSignal>();
        services.AddScoped<IOutbox, Outbox>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDispatcher>());
        services.AddSingleton<AuditSealer>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditSealer>());
        services.AddSingleton<RollUp>();
        services.AddHostedService(provider => provider.GetRequiredService<RollUp>());
        services.AddHostedService<PurgeExpired>();
        services.AddHostedService<SettleJourneys>();
        services.AddHostedService<ImportWork>();
        services.AddHostedService<TellPeople>();

        // A message that is being handed over is handed over to the end: longer than any provider's time limit.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(45));

        services.AddSingleton<ProtectedColumn>();
        services.AddSingleton<KeyedHash>();
        services.AddSingleton<IKeyedHash>(provider => provider.GetRequiredService<KeyedHash>());
        AddKeyRing(services, configuration.GetSection("KeyRing").Get<KeyRingOptions>() ?? new(), environment);
        return services;
    }

    /// <summary>Brings the database up to date and reads its secrets; with <paramref name="demonstration"/>, writes the demonstration organisation into an empty one.</summary>
    /// <returns>The demonstration's accounts: user name, password, state; empty without it.</returns>
    /// <exception cref="InvalidOperationException">The database does not answer, or its keys cannot be read; the message says what to do.</exception>
    public static async Task<IReadOnlyList<(string UserName, string Password, string State)>> PrepareDatabaseAsync(this IServiceProvider services, bool demonstration, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Database.MigrateAsync(cancellationToken);
            await services.GetRequiredService<KeyedHash>().LoadAsync(cancellationToken);
            await SetupStore.EnsureRolesAsync(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), services.GetRequiredService<DatabaseErrors>(), cancellationToken);
        }
        catch (DbException exception)
        {
            throw new InvalidOperationException($"The database cannot be used: check ConnectionStrings:Portal and the account's rights. {exception.Message}", exception);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidOperationException($"The keys in the database cannot be read: KeyRing:CertificatePath must be the certificate they were written with. {exception.Message}", exception);
        }

        if (!demonstration)
            return [];
        await scope.ServiceProvider.GetRequiredService<DemoOrganization>().SeedAsync(cancellationToken);
        return [.. DemoOrganization.People.Select(person => (person.UserName, DemoOrganization.Password, person.State))];
    }

    /// <summary>Whether the database answers, has every migration, and its key ring can be read.</summary>
    /// <returns>What is wrong, for an administrator; null when nothing is.</returns>
    public static async Task<string?> CheckDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        var context = services.GetRequiredService<PortalDbContext>();
        if (!await context.Database.CanConnectAsync(cancellationToken))
            return "The database does not answer: check ConnectionStrings:Portal.";
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            return "The database lacks migrations: restart one instance, or run the script in src/SsprPortal.Data.SqlServer/Migrations.";
        return await services.GetRequiredService<KeyedHash>().CanReadAsync(cancellationToken) ? null : "The key of the keyed hashes is gone from the database: restore the table Secrets.";
    }

    private static void AddKeyRing(IServiceCollection services, KeyRingOptions options, IHostEnvironment environment)
    {
        var keys = services.AddDataProtection().SetApplicationName("SsprPortal");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            management => management.XmlRepository = new DataProtectionKeys(provider.GetRequiredService<IServiceScopeFactory>())));
        if (options.CertificatePath is { Length: > 0 } path)
            keys.ProtectKeysWithCertificate(Certificate(path, options.CertificatePassword));
        else if (!environment.IsDevelopment())
            throw new InvalidOperationException("KeyRing:CertificatePath is required outside Development: the certificate encrypts the key ring in the database.");
    }

    internal static X509Certificate2 Certificate(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"KeyRing:CertificatePath: {path} cannot be read as a PKCS #12 file with KeyRing:CertificatePassword: {exception.Message}", exception);
        }
    }

    /// <summary>User names are compared in one form everywhere.</summary>
    private sealed class UserNameNormalizer : ILookupNormalizer
    {
        public string? NormalizeName(string? name) => UserNames.Normalize(name) ?? name?.ToUpperInvariant();

        public string? NormalizeEmail(string? email) => email?.ToUpperInvariant();
    }
}
