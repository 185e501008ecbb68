using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Reporting;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Core.Verification.RecoveryCodes;
using SsprPortal.Core.Verification.SecurityKeys;
using SsprPortal.Core.Verification.SecurityQuestions;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core;

/// <summary>The use cases, the methods and the rules.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Registers everything that decides; the stores, the directory and the senders come from the adapters.</summary>
    public static IServiceCollection AddCore(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<MessageTexts>();

        // The methods, in the order people are offered them.
        services.AddSingleton<VerificationMethods>();
        services.AddSingleton<IVerificationMethod, SecurityKeyMethod>();
        services.AddSingleton<IVerificationMethod, AuthenticatorMethod>();
        services.AddSingleton<IVerificationMethod, SmsMethod>();
        services.AddSingleton<IVerificationMethod, VoiceMethod>();
        services.AddSingleton<IVerificationMethod, OfficePhoneMethod>();
        services.AddSingleton<IVerificationMethod, EmailMethod>();
        services.AddSingleton<IVerificationMethod, QuestionsMethod>();
        services.AddSingleton<IVerificationMethod, RecoveryCodesMethod>();
        services.AddSingleton<IVerificationMethod, TicketMethod>();

        services.AddSingleton<PasswordRules>();
        services.AddSingleton<IPasswordRule, LengthRule>();
        services.AddSingleton<IPasswordRule, ComplexityRule>();
        services.AddSingleton<IPasswordRule, NotMyNameRule>();
        services.AddSingleton<IPasswordRule, RepetitionRule>();
        // Asked only when none of the above refuses, in this order.
        services.AddSingleton<IPasswordRule, CommonPasswordRule>();
        services.AddSingleton<IPasswordRule, BannedTermRule>();
        services.AddSingleton<IPasswordRule, BreachedPasswordRule>();

        services.AddScoped<PolicyService>();
        services.AddScoped<VerificationService>();
        services.AddScoped<CallConfirmations>();
        services.AddScoped<RecoveryService>();
        services.AddScoped<RecoveryCommit>();
        services.AddScoped<RecoverySettlement>();
        services.AddScoped<Standings>();
        services.AddScoped<JourneyEndings>();
        services.AddSingleton<Decoys>();
        services.AddScoped<RegistrationService>();
        services.AddScoped<KnownMethods>();
        services.AddScoped<ProofService>();
        services.AddScoped<SignInService>();
        services.AddScoped<ChangePasswordService>();
        services.AddScoped<PasswordExpiry>();
        services.AddScoped<RegistrationReminders>();
        services.AddScoped<PolicyService>();
        services.AddScoped<SetupService>();
        services.AddScoped<Notices>();
        services.AddScoped<AdministratorContact>();
        services.AddScoped<Blocks>();
        services.AddScoped<Reports>();
        services.AddScoped<TestMessages>();
        services.AddScoped<PersonFiles>();
        services.AddScoped<HelpDesk>();
        services.AddScoped<RoleService>();
        services.AddScoped<GroupService>();
        services.AddScoped<DirectoryReading>();
        services.AddScoped<SendLimits>();
        services.AddOptions<SendLimitOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SendLimitOptions>, SendLimitOptions.Validator>();
        return services;
    }
}
