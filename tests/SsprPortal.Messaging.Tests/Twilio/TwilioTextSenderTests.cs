using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Messaging.Tests.Twilio;

public sealed class TwilioTextSenderTests : IAsyncLifetime
{
    private TwilioServer _server = null!;

    public async Task InitializeAsync() => _server = await TwilioServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_text_arrives_as_written()
    {
        var result = await SendAsync(Text("+819012345678", "確認コード: 123456 & more = 100% + é\n@contoso.example #123456"));

        var message = Assert.Single(_server.Messages);
        Assert.Equal(new SendResult(SendOutcome.Sent, ProviderReference: message.Sid), result);
        Assert.Equal("+819012345678", message.To);
        Assert.Equal("+15005550006", message.From);
        Assert.Null(message.MessagingServiceSid);
        Assert.Equal("確認コード: 123456 & more = 100% + é\n@contoso.example #123456", message.Body);
    }

    [Fact]
    public async Task A_messaging_service_may_choose_the_sender()
    {
        const string Service = "MG00000000000000000000000000000002";
        await SendAsync(Text(), ("Twilio:From", null), ("Twilio:MessagingServiceSid", Service));
        var message = Assert.Single(_server.Messages);
        Assert.Equal((null, Service), (message.From, message.MessagingServiceSid));
    }

    [Theory]
    [InlineData("+15005550001", "21211")]
    [InlineData("+15005550002", "21612")]
    [InlineData("+15005550003", "21408")]
    [InlineData("+15005550004", "21610")]
    [InlineData("+15005550009", "21614")]
    public async Task A_number_that_Twilio_refuses_is_not_tried_again(string to, string code)
    {
        var result = await SendAsync(Text(to));
        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.Contains(code, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(to, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, 20003, "Twilio:AuthToken")]
    [InlineData(403, 20005, "Twilio:AuthToken")]
    [InlineData(404, 20404, "Twilio:AccountSid")]
    [InlineData(429, 20429, "429")]
    [InlineData(500, 20500, "500")]
    [InlineData(503, 20503, "503")]
    [InlineData(400, 21660, "21660")]
    public async Task What_an_administrator_or_time_can_mend_is_tried_again_later(int status, int code, string reason)
    {
        _server.NextFails(status, code, "Something about +819012345678");
        var result = await SendAsync(Text());
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("+8190", result.Reason, StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_wrong_token_is_a_fault_of_the_settings()
    {
        var result = await SendAsync(Text(), ("Twilio:AuthToken", "another"));
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains("Twilio:AuthToken", result.Reason, StringComparison.Ordinal);
        Assert.Empty(_server.Messages);
    }

    [Fact]
    public async Task No_answer_is_uncertain_and_not_tried_again_here()
    {
        _server.NextHangs();
        Assert.Equal(SendOutcome.Uncertain, (await SendAsync(Text(), ("Twilio:TimeoutSeconds", 1))).Outcome);
        _server.NextAborts();
        Assert.Equal(SendOutcome.Uncertain, (await SendAsync(Text())).Outcome);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task A_connection_broken_after_it_was_used_before_is_uncertain_too()
    {
        using var host = Host();
        Assert.Equal(SendOutcome.Sent, (await host.Sender(MessageChannel.Text).SendAsync(Text(), default)).Outcome);
        _server.NextAborts();
        Assert.Equal(SendOutcome.Uncertain, (await host.Sender(MessageChannel.Text).SendAsync(Text(), default)).Outcome);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task Twilio_out_of_reach_means_that_nothing_left()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        foreach (var url in new[] { $"http://127.0.0.1:{closed}", "https://twilio.invalid", _server.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal) })
        {
            var result = await SendAsync(Text(), ("Twilio:BaseUrl", url));
            Assert.Equal(SendOutcome.Unavailable, result.Outcome);
            Assert.Contains("Twilio:BaseUrl", result.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        _server.NextAnswers(context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = context.Request.Path.Value;
            return Task.CompletedTask;
        });
        Assert.Equal(SendOutcome.Unavailable, (await SendAsync(Text())).Outcome);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task An_endless_or_strange_answer_does_no_harm()
    {
        _server.NextAnswers(async context =>
        {
            context.Response.StatusCode = 201;
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(block);
        });
        // Read to its end, it would last until the time-out.
        Assert.Equal(new SendResult(SendOutcome.Sent), await SendAsync(Text(), ("Twilio:TimeoutSeconds", 40)).WaitAsync(TimeSpan.FromSeconds(20)));

        _server.NextAnswers(context =>
        {
            context.Response.StatusCode = 502;
            return context.Response.WriteAsync("<html>Bad gateway</html>");
        });
        Assert.Equal(SendOutcome.Unavailable, (await SendAsync(Text())).Outcome);
    }

    [Fact]
    public async Task The_caller_may_give_up_before_anything_left()
    {
        using var host = Host();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Sender(MessageChannel.Text).SendAsync(Text(), new CancellationToken(canceled: true)));
        Assert.Equal(0, _server.Requests);
    }

    private async Task<SendResult> SendAsync(OutgoingMessage message, params (string Key, object? Value)[] settings)
    {
        using var host = Host(settings);
        return await host.Sender(MessageChannel.Text).SendAsync(message, CancellationToken.None);
    }

    private Host Host(params (string Key, object? Value)[] settings) => new("Development",
    [
        .. new (string Key, object? Value)[]
        {
            ("Twilio:AccountSid", TwilioServer.AccountSid), ("Twilio:AuthToken", TwilioServer.AuthToken),
            ("Twilio:From", "+15005550006"), ("Twilio:BaseUrl", _server.BaseUrl),
        }.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key),
        .. settings,
    ]);

    private static OutgoingMessage Text(string to = "+819012345678", string text = "123456 is your code.") =>
        new(Guid.NewGuid(), MessageChannel.Text, to, "", text, "en");
}
