using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.Messaging.DevelopmentInbox;
using SsprPortal.Messaging.Smtp;
using SsprPortal.Messaging.Twilio;

namespace SsprPortal.Messaging;

/// <summary>Chooses by what messages leave.</summary>
public static class MessagingServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="IMessageSender"/> per channel: SMTP where the section "Smtp" has a value and Twilio where "Twilio" has; their
    /// settings are checked when the host starts. In Development a channel that is not configured goes to the <see cref="IDevelopmentInbox"/>. Elsewhere mail is required, because
    /// people must be told of a reset; without Twilio no sender for text messages and calls is added (with it, but without a number that
    /// calls, none for calls), and the methods that need one are not offered.
    /// </summary>
    /// <exception cref="InvalidOperationException">No mail server is configured outside Development.</exception>
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration.GetSection("Smtp") is var smtp && IsSet(smtp))
        {
            services.AddValidated<SmtpOptions, SmtpOptionsValidator>(smtp);
            services.AddSingleton<IMessageSender, SmtpEmailSender>();
        }
        else if (environment.IsDevelopment())
        {
            services.AddInbox(MessageChannel.Email);
        }
        else
        {
            throw new InvalidOperationException("No mail server is configured: set Smtp:Host and Smtp:From (and, as the server asks, Smtp:Port, Smtp:UserName, Smtp:Password).");
        }

        var twilio = configuration.GetSection("Twilio");
        if (IsSet(twilio))
        {
            services.AddValidated<TwilioOptions, TwilioOptionsValidator>(twilio);
            services.AddTwilio();
            services.AddSingleton<IMessageSender, TwilioTextSender>();
        }
        else if (environment.IsDevelopment())
        {
            services.AddInbox(MessageChannel.Text);
        }

        if (new TwilioOptions { CallFrom = twilio[nameof(TwilioOptions.CallFrom)], From = twilio[nameof(TwilioOptions.From)] }.Caller is not null)
            services.AddSingleton<IMessageSender, TwilioCaller>();
        else if (environment.IsDevelopment())
            services.AddInbox(MessageChannel.Call);

        return services;
    }

    // Any value, so that a forgotten or misspelt one among them is an error and not a silent inbox. An empty variable is no value.
    private static bool IsSet(IConfigurationSection section) => section.GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value));

    private static void AddValidated<TOptions, TValidator>(this IServiceCollection services, IConfiguration section)
        where TOptions : class where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }

    private static void AddTwilio(this IServiceCollection services)
    {
        services.AddSingleton<ICallScript, TwilioScript>();
        services.AddSingleton<ICallbackSignature, TwilioSignature>();
        services.AddHttpClient<TwilioApi>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // the credentials go to BaseUrl and nowhere else
                AutomaticDecompression = DecompressionMethods.None,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2), // follows DNS; the handler itself is kept for ever
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // their lines hold the address of the account
    }

    private static void AddInbox(this IServiceCollection services, MessageChannel channel)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Inbox>();
        services.TryAddSingleton<IDevelopmentInbox>(provider => provider.GetRequiredService<Inbox>());
        services.AddSingleton<IMessageSender>(provider => new InboxSender(channel, provider.GetRequiredService<Inbox>()));
    }
}
