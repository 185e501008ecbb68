using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SsprPortal.Core.Messages;
using SsprPortal.Messaging.DevelopmentInbox;

namespace SsprPortal.Messaging.Tests.DevelopmentInbox;

public class InboxTests
{
    [Fact]
    public async Task Holds_the_last_200_messages_of_both_channels_newest_first()
    {
        using var host = new Host(Environments.Development);
        for (var i = 0; i < 205; i++)
        {
            var channel = i % 2 == 0 ? MessageChannel.Email : MessageChannel.Text;
            Assert.Equal(SendOutcome.Sent, (await host.Sender(channel).SendAsync(new(Guid.NewGuid(), channel, "to", "", $"{i}", "en"), default)).Outcome);
        }

        Assert.Equal(
            Enumerable.Range(5, 200).Reverse().Select(i => $"{i}"),
            host.Services.GetRequiredService<IDevelopmentInbox>().Messages.Select(message => message.Message.Text));
    }

    [Fact]
    public async Task Each_call_has_a_reference_of_its_own_by_which_it_can_be_confirmed()
    {
        using var host = new Host(Environments.Development);
        OutgoingMessage Call() => new(Guid.NewGuid(), MessageChannel.Call, "+81312345678X1234", "", "text", "en", new("https://portal.test/voice/1"));
        var first = await host.Sender(MessageChannel.Call).SendAsync(Call(), default);
        var second = await host.Sender(MessageChannel.Call).SendAsync(Call(), default);

        Assert.NotEmpty(first.ProviderReference!);
        Assert.NotEqual(first.ProviderReference, second.ProviderReference);
        Assert.Equal(
            [second.ProviderReference, first.ProviderReference],
            host.Services.GetRequiredService<IDevelopmentInbox>().Messages.Select(message => message.Reference));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Refuses_to_exist_outside_Development(string environment)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Inbox(new HostingEnvironment { EnvironmentName = environment }, TimeProvider.System));
        Assert.Contains(environment, error.Message, StringComparison.Ordinal);
    }
}
