using System.Xml.Linq;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Messaging.Tests.Twilio;

public sealed class TwilioCallerTests : IAsyncLifetime
{
    private static readonly Uri ConfirmAt = new("https://portal.test/voice/3f2504e0-4f89-11d3-9a0c-0305e82c3301?mkt=ja-JP");

    private TwilioServer _server = null!;

    public async Task InitializeAsync() => _server = await TwilioServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_is_made_from_our_number_and_rings_for_half_a_minute()
    {
        var result = await SendAsync(Call());

        var call = Assert.Single(_server.Calls);
        Assert.Equal(new SendResult(SendOutcome.Sent, ProviderReference: call.Sid), result);
        Assert.Equal(("+819012345678", "+15005550006", null, "30"), (call.To, call.From, call.SendDigits, call.Timeout));
        Assert.Equal(["From", "TimeLimit", "Timeout", "To", "Twiml"], call.Fields.Order());
    }

    [Fact]
    public async Task A_text_is_said_three_times_with_pauses_and_then_the_call_ends()
    {
        await SendAsync(Call(text: "Contoso calls.\n\nYour code is 1, 2, 3, 4, 5, 6."));

        var call = Assert.Single(_server.Calls);
        Assert.Equal(Enumerable.Repeat(new[] { "Contoso calls.", "Your code is 1, 2, 3, 4, 5, 6." }, 3).SelectMany(time => time), call.Spoken);
        Assert.Null(call.ConfirmAt);
        Assert.Equal(
            ["Say", "Pause", "Say", "Pause", "Say", "Pause", "Say", "Pause", "Say", "Pause", "Say", "Hangup"],
            XDocument.Parse(call.Twiml).Root!.Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public async Task A_key_is_waited_for_each_of_three_times()
    {
        await SendAsync(Call(text: "Contoso です。\n\n確認するには、シャープを押してください。", language: "ja", confirmAt: ConfirmAt));

        var call = Assert.Single(_server.Calls);
        var root = XDocument.Parse(call.Twiml).Root!;
        Assert.Equal("Response", root.Name);
        Assert.Equal(["Gather", "Gather", "Gather", "Hangup"], root.Elements().Select(element => element.Name.LocalName));
        Assert.All(root.Elements("Gather"), gather =>
        {
            Assert.Equal(
                ["action=" + ConfirmAt.AbsoluteUri, "finishOnKey=", "input=dtmf", "method=POST", "numDigits=1", "timeout=5"],
                gather.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}").Order());
            Assert.Equal(["Say", "Pause", "Say"], gather.Elements().Select(element => element.Name.LocalName));
            Assert.Equal(["Contoso です。", "確認するには、シャープを押してください。"], gather.Elements("Say").Select(say => say.Value));
        });
        Assert.Equal(ConfirmAt, call.ConfirmAt);
    }

    [Theory]
    [InlineData("en", "en-US")]
    [InlineData("ja", "ja-JP")]
    public async Task The_voice_speaks_the_language_of_the_text(string language, string locale)
    {
        await SendAsync(Call(language: language));
        Assert.All(XDocument.Parse(Assert.Single(_server.Calls).Twiml).Descendants("Say"), say => Assert.Equal(locale, say.Attribute("language")!.Value));
    }

    [Fact]
    public async Task Whatever_a_text_holds_is_spoken_and_never_obeyed()
    {
        const string Text = "A & B <Say>\"quoted\"</Say> ]]> ' é 確認 👍";
        await SendAsync(Call(text: Text));
        await SendAsync(Call(text: "bell\u0007, half \ud83d of a smile, \ufffe"));
        Assert.Equal(
            [.. Enumerable.Repeat(Text, 3), .. Enumerable.Repeat("bell , half \ufffd of a smile,", 3)],
            _server.Calls.SelectMany(call => call.Spoken));
    }

    [Fact]
    public async Task An_extension_is_dialled_after_the_switchboard_has_answered()
    {
        await SendAsync(Call("+81312345678X1234"));
        var call = Assert.Single(_server.Calls);
        Assert.Equal(("+81312345678", "WW1234"), (call.To, call.SendDigits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0312345678")]
    [InlineData("+0312345678")]
    [InlineData("+81312345678X")]
    [InlineData("+81312345678X12#4")]
    [InlineData("+81312345678x1234")]
    [InlineData("+81312345678X1234X5")]
    [InlineData("+81312345678X1234\n")]
    [InlineData("+81312345678X1234567890123456789012345678901")]
    [InlineData("+８１３１２３４５６７８")]
    public async Task What_is_not_a_number_is_not_called(string to)
    {
        Assert.Equal(new SendResult(SendOutcome.Refused, "Not a valid phone number."), await SendAsync(Call(to)));
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_one_that_just_fits_is_spoken()
    {
        await SendAsync(Call(text: "x"));
        var room = (4000 - _server.Calls.Single().Twiml.Length) / 3 + 1;

        Assert.Equal(SendOutcome.Sent, (await SendAsync(Call(text: new('あ', room)))).Outcome);
        Assert.Equal(SendOutcome.Refused, (await SendAsync(Call(text: new('あ', room + 1)))).Outcome);
        Assert.Equal(2, _server.Requests);
    }

    [Theory]
    [InlineData("+15005550001", "21217")]
    [InlineData("+15005550002", "21214")]
    [InlineData("+15005550003", "21215")]
    [InlineData("+15005550004", "21216")]
    public async Task A_number_that_Twilio_refuses_is_not_tried_again(string to, string code)
    {
        var result = await SendAsync(Call(to));
        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.Contains(code, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(to, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, 20003, "Twilio:AuthToken")]
    [InlineData(429, 20429, "429")]
    [InlineData(500, 20500, "500")]
    [InlineData(400, 21210, "21210")]
    [InlineData(400, 21408, "21408")] // a text's refusal, not a call's
    public async Task What_an_administrator_or_time_can_mend_is_tried_again_later(int status, int code, string reason)
    {
        _server.NextFails(status, code, "Something about +819012345678");
        var result = await SendAsync(Call());
        Assert.Equal(SendOutcome.Unavailable, result.Outcome);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("+8190", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_is_uncertain_so_nobody_is_called_twice()
    {
        _server.NextAborts();
        var result = await SendAsync(Call());
        Assert.Equal(SendOutcome.Uncertain, result.Outcome);
        Assert.Contains("calls", result.Reason, StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_number_of_its_own_may_call()
    {
        await SendAsync(Call(), ("Twilio:CallFrom", "+81312340000"));
        await SendAsync(Call(), ("Twilio:CallFrom", "+81312340001"), ("Twilio:From", null), ("Twilio:MessagingServiceSid", "MG00000000000000000000000000000002"));
        Assert.Equal(["+81312340000", "+81312340001"], _server.Calls.Select(call => call.From));
    }

    private async Task<SendResult> SendAsync(OutgoingMessage message, params (string Key, object? Value)[] settings)
    {
        using var host = new Host("Development",
        [
            .. new (string Key, object? Value)[]
            {
                ("Twilio:AccountSid", TwilioServer.AccountSid), ("Twilio:AuthToken", TwilioServer.AuthToken),
                ("Twilio:From", "+15005550006"), ("Twilio:BaseUrl", _server.BaseUrl),
            }.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key),
            .. settings,
        ]);
        return await host.Sender(MessageChannel.Call).SendAsync(message, CancellationToken.None);
    }

    private static OutgoingMessage Call(string to = "+819012345678", string text = "1, 2, 3, 4, 5, 6 is your code.", string language = "en", Uri? confirmAt = null) =>
        new(Guid.NewGuid(), MessageChannel.Call, to, "", text, language, confirmAt);
}
