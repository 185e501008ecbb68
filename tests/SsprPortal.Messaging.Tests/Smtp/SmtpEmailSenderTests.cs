using System.Net;
using System.Net.Sockets;
using System.Text;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit.Smtp;

namespace SsprPortal.Messaging.Tests.Smtp;

public sealed class SmtpEmailSenderTests : IAsyncLifetime
{
    private SmtpServer _server = null!;

    public async Task InitializeAsync() => _server = await SmtpServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_mail_arrives_with_both_parts_over_TLS()
    {
        var message = Mail("person@example.net", "確認コード", "山田さん、\n確認コードは 123456 です。\n\n心当たりがなければ <b>管理者</b> に連絡してください。", "ja");

        var result = await SendAsync(message);

        Assert.Equal(new SendResult(SendOutcome.Sent), result);
        var mail = await _server.NextMailAsync();
        Assert.True(mail.Tls is "TLSv1.2" or "TLSv1.3", mail.Tls);
        Assert.Equal("sspr@contoso.example", mail.From);
        Assert.Equal(["person@example.net"], mail.To);
        Assert.Equal("コントソ株式会社", mail.FromName);
        Assert.Equal("確認コード", mail.Subject);
        Assert.Equal("山田さん、\n確認コードは 123456 です。\n\n心当たりがなければ <b>管理者</b> に連絡してください。", mail.Text!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Contains("<html lang=\"ja\">", mail.Html, StringComparison.Ordinal);
        Assert.Contains("コントソ株式会社</p>", WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        Assert.Contains("山田さん、<br>確認コードは 123456 です。</p>", WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", mail.Html, StringComparison.Ordinal);
        Assert.StartsWith("multipart/alternative", mail.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal($"<{message.Id}@contoso.example>", mail.Header("Message-ID"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Equal("ja", mail.Header("Content-Language"));
        Assert.Equal("1.0", mail.Header("MIME-Version"));
        Assert.True(DateTimeOffset.TryParse(mail.Header("Date"), out _), mail.Header("Date"));
        Assert.True(mail.Raw.All(char.IsAscii) && mail.Raw.Split("\r\n").All(line => line.Length <= 998), "RFC 5322 section 2.1.1");
        Assert.DoesNotContain('\n', mail.Raw.Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_attempt_bears_the_same_Message_ID()
    {
        var message = Mail("person@example.net");
        await SendAsync(message);
        await SendAsync(message);
        Assert.Equal((await _server.NextMailAsync()).Header("Message-ID"), (await _server.NextMailAsync()).Header("Message-ID"));
    }

    [Fact]
    public async Task An_international_address_is_reached()
    {
        Assert.Equal(SendOutcome.Sent, (await SendAsync(Mail("用户@例子.example"))).Outcome);
        Assert.Equal("用户@例子.example", Assert.Single((await _server.NextMailAsync()).To));
    }

    [Fact]
    public async Task A_long_line_and_a_leading_dot_survive()
    {
        var text = ".\r\n..two\r\n" + new string('x', 3000);
        await SendAsync(Mail("person@example.net", text: text));
        Assert.Equal(text, (await _server.NextMailAsync()).Text!.TrimEnd().ReplaceLineEndings("\r\n"));
    }

    [Theory]
    [InlineData("refused", SendOutcome.Refused, "550")]
    [InlineData("busy", SendOutcome.Unavailable, "451")]
    [InlineData("unwanted", SendOutcome.Refused, "554")]
    [InlineData("full", SendOutcome.Unavailable, "452")]
    [InlineData("dropped", SendOutcome.Uncertain, "broke")]
    public async Task What_the_server_says_of_an_address_decides(string name, SendOutcome outcome, string reason)
    {
        var result = await SendAsync(Mail(name + "@example.net"));
        Assert.Equal(outcome, result.Outcome);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("example", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_after_the_data_is_uncertain()
    {
        var result = await SendAsync(Mail("unanswered@example.net"), ("Smtp:TimeoutSeconds", 1));
        Assert.Equal(SendOutcome.Uncertain, result.Outcome);
    }

    [Fact]
    public async Task A_sender_who_is_not_allowed_is_a_fault_of_the_settings()
    {
        var result = await SendAsync(Mail("person@example.net"), ("Smtp:From", "stranger@contoso.example"));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("Smtp:From", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_nothing()
    {
        await using var plain = await SmtpServer.StartAsync(startTls: false);
        var result = await SendAsync(Mail("person@example.net"), ("Smtp:Port", plain.Port));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("STARTTLS", result.Reason, StringComparison.Ordinal);
        Assert.Empty(plain.Mails);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_not_trusted()
    {
        await using var impostor = await SmtpServer.StartAsync(trusted: false);
        var result = await SendAsync(Mail("person@example.net"), ("Smtp:Port", impostor.Port));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("certificate", result.Reason, StringComparison.Ordinal);
        Assert.Empty(impostor.Mails);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        var result = await SendAsync(Mail("person@example.net"), ("Smtp:Host", "127.0.0.1"));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("NameMismatch", result.Reason, StringComparison.Ordinal);
        Assert.Empty(_server.Mails);
    }

    [Theory]
    [InlineData("right", SendOutcome.Sent)]
    [InlineData("wrong", SendOutcome.Unavailable)]
    [InlineData(null, SendOutcome.Unavailable)]
    public async Task Sign_in_decides_where_the_server_asks_for_it(string? password, SendOutcome outcome)
    {
        await using var server = await SmtpServer.StartAsync(userName: "portal", password: "right");
        var result = await SendAsync(
            Mail("person@example.net"), ("Smtp:Port", server.Port), ("Smtp:UserName", password is null ? "" : "portal"), ("Smtp:Password", password ?? ""));
        Assert.Equal(outcome, result.Outcome);
        if (outcome is SendOutcome.Sent) Assert.Equal("portal", (await server.NextMailAsync()).User);
        else Assert.Contains("Smtp:UserName", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_and_an_unknown_host_say_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var result = await SendAsync(Mail("person@example.net"), ("Smtp:Port", closed));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("ConnectionRefused", result.Reason, StringComparison.Ordinal);

        result = await SendAsync(Mail("person@example.net"), ("Smtp:Host", "mail.invalid"));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("Smtp:Host", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("220 mail.example\r\n")]
    [InlineData("220 mail.example\r\n250-mail.example\r\n250 STARTTLS\r\n220 Go ahead\r\n")]
    public async Task A_server_that_falls_silent_is_given_up(string lastWords)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = SendAsync(
            Mail("person@example.net"), ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", ((IPEndPoint)listener.LocalEndpoint).Port), ("Smtp:TimeoutSeconds", 1));
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(lastWords));
        var result = await sending;
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("within 1 s", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_may_give_up_before_anything_left()
    {
        using var host = Host();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Sender(MessageChannel.Email).SendAsync(Mail("person@example.net"), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("person@example.net\r\nBcc: other@example.net")]
    [InlineData("person@example.net\n")]
    [InlineData("person@example.net, other@example.net")]
    [InlineData("Person <person@example.net>")]
    [InlineData("person@example.net> SIZE=1\r\nRCPT TO:<other@example.net")]
    [InlineData("no address")]
    [InlineData("")]
    public async Task An_address_that_is_more_than_an_address_is_refused(string to)
    {
        Assert.Equal(SendOutcome.Refused, (await SendAsync(Mail(to))).Outcome);
        Assert.Empty(_server.Mails);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: other@example.net")]
    [InlineData("Hello\nX-Header: 1")]
    [InlineData("Hello\0")]
    public async Task A_subject_cannot_bring_its_own_header(string subject)
    {
        Assert.Equal(SendOutcome.Refused, (await SendAsync(Mail("person@example.net", subject))).Outcome);
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task In_Development_mail_may_leave_in_clear_when_asked()
    {
        await using var plain = await SmtpServer.StartAsync(startTls: false);
        Assert.Equal(SendOutcome.Sent, (await SendAsync(Mail("person@example.net"), ("Smtp:Port", plain.Port), ("Smtp:RequireTls", false))).Outcome);
        Assert.Null((await plain.NextMailAsync()).Tls);
    }

    private async Task<SendResult> SendAsync(OutgoingMessage message, params (string Key, object? Value)[] settings)
    {
        using var host = Host(settings);
        return await host.Sender(MessageChannel.Email).SendAsync(message, CancellationToken.None);
    }

    private Host Host(params (string Key, object? Value)[] settings) => new("Development",
    [
        .. new (string Key, object? Value)[]
        {
            ("Smtp:Host", SmtpServer.Host), ("Smtp:Port", _server.Port), ("Smtp:From", "sspr@contoso.example"), ("Smtp:FromName", "コントソ株式会社"),
        }.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key),
        .. settings,
    ]);

    private static OutgoingMessage Mail(string to, string subject = "Your code", string text = "Your code is 123456.", string language = "en") =>
        new(Guid.NewGuid(), MessageChannel.Email, to, subject, text, language);
}
