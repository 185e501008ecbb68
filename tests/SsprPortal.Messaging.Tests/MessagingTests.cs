using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit.Smtp;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Messaging.Tests;

public class MessagingTests
{
    private static readonly (string Key, object? Value)[] Mail = [("Smtp:Host", "mail.contoso.example"), ("Smtp:From", "sspr@contoso.example")];

    private static readonly (string Key, object? Value)[] Twilio =
        [("Twilio:AccountSid", TwilioServer.AccountSid), ("Twilio:AuthToken", "secret"), ("Twilio:From", "Contoso")];

    [Fact]
    public void Outside_Development_a_mail_server_is_required()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Host("Production", Twilio));
        Assert.Contains("Smtp:Host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_Development_text_messages_and_calls_need_Twilio_and_are_otherwise_not_offered()
    {
        using var mailOnly = new Host("Production", [.. Mail, ("Twilio:AccountSid", "")]);
        await mailOnly.StartAsync();
        Assert.Equal([MessageChannel.Email], Channels(mailOnly));
        using var both = new Host("Production", [.. Mail, .. Twilio]);
        await both.StartAsync();
        Assert.Equal([MessageChannel.Email, MessageChannel.Text], Channels(both));
        Assert.Null(both.Services.GetService<IDevelopmentInbox>());
        // A name cannot call.
        using var all = new Host("Production", [.. Mail, .. Twilio, ("Twilio:CallFrom", "+15005550006")]);
        await all.StartAsync();
        Assert.Equal([MessageChannel.Email, MessageChannel.Text, MessageChannel.Call], Channels(all));
    }

    [Fact]
    public async Task In_Development_a_configured_provider_is_used_and_the_rest_goes_to_the_inbox()
    {
        using var host = new Host("Development", Mail);
        await host.StartAsync();
        await host.Sender(MessageChannel.Text).SendAsync(new(Guid.NewGuid(), MessageChannel.Text, "+15005550006", "", "text", "en"), default);
        Assert.Single(host.Services.GetRequiredService<IDevelopmentInbox>().Messages);
        Assert.Equal("InboxSender", host.Sender(MessageChannel.Call).GetType().Name);
        Assert.Null(host.Services.GetService<ICallbackSignature>());
        Assert.Equal("SmtpEmailSender", host.Sender(MessageChannel.Email).GetType().Name);
    }

    [Theory]
    [InlineData("Smtp:Port", "465")]
    [InlineData("Smtp:Port", "0")]
    [InlineData("Smtp:Host", "mail.contoso.example:587")]
    [InlineData("Smtp:Host", "")]
    [InlineData("Smtp:From", "")]
    [InlineData("Smtp:From", "Portal <sspr@contoso.example>")]
    [InlineData("Smtp:From", "sspr@例子.example")]
    [InlineData("Smtp:FromName", "Contoso\r\nBcc: other@example.net")]
    [InlineData("Smtp:Password", "alone")]
    [InlineData("Smtp:RequireTls", "false")]
    [InlineData("Smtp:TimeoutSeconds", "0")]
    [InlineData("Twilio:AccountSid", "SK00000000000000000000000000000001")]
    [InlineData("Twilio:AccountSid", "")]
    [InlineData("Twilio:AuthToken", "")]
    [InlineData("Twilio:From", "")]
    [InlineData("Twilio:From", "090-1234-5678")]
    [InlineData("Twilio:CallFrom", "Contoso")]
    [InlineData("Twilio:CallFrom", "03-1234-5678")]
    [InlineData("Twilio:CallFrom", "+15005550006X1")]
    [InlineData("Twilio:MessagingServiceSid", "MG00000000000000000000000000000002")]
    [InlineData("Twilio:BaseUrl", "http://api.twilio.com")]
    [InlineData("Twilio:TimeoutSeconds", "0")]
    public async Task Settings_that_cannot_work_stop_the_start_and_are_named(string key, string value)
    {
        using var host = new Host("Production", [.. Mail.Concat(Twilio).Where(setting => setting.Key != key), (key, value)]);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);
        Assert.Contains(key, Assert.Single(error.Failures), StringComparison.Ordinal);
        if (value.Length > 0 && key.EndsWith("Password", StringComparison.Ordinal)) Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_log_line_or_reason_holds_an_address_a_number_a_text_or_a_secret()
    {
        await using var smtp = await SmtpServer.StartAsync(userName: "canary-account", password: "canary-password");
        await using var twilio = await TwilioServer.StartAsync();
        using var host = new Host("Development",
            ("Smtp:Host", SmtpServer.Host), ("Smtp:Port", smtp.Port), ("Smtp:From", "sspr@contoso.example"),
            ("Smtp:UserName", "canary-account"), ("Smtp:Password", "canary-password"),
            ("Twilio:AccountSid", TwilioServer.AccountSid), ("Twilio:AuthToken", TwilioServer.AuthToken),
            ("Twilio:From", "+15005550006"), ("Twilio:BaseUrl", twilio.BaseUrl));
        await host.StartAsync();

        twilio.NextFails(500, 20500, "canary-text for +15005550009");
        twilio.NextAborts();
        string[] names = ["person", "refused", "busy", "unwanted", "full", "dropped", "\r\nno address"];
        string[] numbers = ["+15005550009", "+15005550001", "+15005550004", "+819099990000"];
        var messages = names.Select(name => new OutgoingMessage(Guid.NewGuid(), MessageChannel.Email, name + "@canary.example", "canary-subject", "canary-text 987654", "en"))
            .Concat(numbers.Select(number => new OutgoingMessage(Guid.NewGuid(), MessageChannel.Text, number, "", "canary-text 987654", "en")))
            .Concat(numbers.Append("+15005550006X987654").Select(number => new OutgoingMessage(Guid.NewGuid(), MessageChannel.Call, number, "", "canary-text 987654", "en", new("https://canary.example/"))));
        var said = new List<string>();
        foreach (var message in messages)
        {
            said.Add(message.ToString());
            said.Add((await host.Sender(message.Channel).SendAsync(message, default)).Reason);
        }

        Assert.Equal(4, smtp.Mails.Count);
        Assert.Equal(9, twilio.Requests);
        Assert.NotEmpty(host.Log.Lines);
        string[] canaries = ["canary", "987654", "+1500", "+8190", TwilioServer.AccountSid, TwilioServer.AuthToken];
        Assert.DoesNotContain(said.Concat(host.Log.Lines), line => canaries.Any(canary => line.Contains(canary, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Only_the_extension_and_the_options_are_public() =>
        Assert.Equal(
            ["MessagingServiceCollectionExtensions", "SmtpOptions", "TwilioOptions"],
            typeof(MessagingServiceCollectionExtensions).Assembly.GetExportedTypes().Select(type => type.Name).Order());

    private static IEnumerable<MessageChannel> Channels(Host host) => host.Services.GetServices<IMessageSender>().Select(sender => sender.Channel);
}
