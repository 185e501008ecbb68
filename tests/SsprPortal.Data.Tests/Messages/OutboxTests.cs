using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Messages;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Two_instances_send_each_of_32_messages_once()
    {
        var second = Dispatcher(await database.StartInstanceAsync());
        var first = Dispatcher(database.Services);
        var messages = new List<Guid>();
        for (var i = 0; i < 32; i++)
            messages.Add(await WriteAsync($"person{i}@example.org"));

        await Task.WhenAll(Task.Run(() => DispatchAllAsync(first)), Task.Run(() => DispatchAllAsync(second)));

        Assert.Equal(messages.Order(), database.Mail.Attempts.Select(message => message.Id).Order());
        Assert.All(await RowsAsync(), row => Assert.Equal((OutboxState.Sent, 1, ""), (row.State, row.Attempts, row.ProtectedPayload)));
    }

    [Fact]
    public async Task A_message_leaves_as_it_was_written_and_nothing_of_it_stays()
    {
        var message = new OutgoingMessage(Guid.NewGuid(), MessageChannel.Text, "+819012345678", "", "コード 123456", "ja");
        await WriteAsync(message);

        await database.DispatchAsync();

        Assert.Equal(message, Assert.Single(database.Texts.Sent));
        Assert.Empty(database.Mail.Attempts);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((OutboxState.Sent, "", $"reference-{message.Id:N}"), (row.State, row.ProtectedPayload, row.ProviderReference));
        Assert.Equal(database.Clock.GetUtcNow(), row.DoneAt);
    }

    [Fact]
    public async Task A_decoy_is_sent_without_anybody_who_sends()
    {
        await WriteAsync(Message("a@example.org") with { IsDecoy = true });

        await database.DispatchAsync();

        Assert.Empty(database.Mail.Attempts);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((OutboxState.Sent, 1, "", null), (row.State, row.Attempts, row.ProtectedPayload, row.ProviderReference));
        Assert.NotNull(row.DoneAt);
    }

    [Fact]
    public async Task A_message_whose_transaction_is_rolled_back_is_never_sent()
    {
        await database.WithAsync<IServiceProvider>(services => Transaction(services).TryAsync(
            async () =>
            {
                await AddAsync(services, Message("a@example.org"));
                return false;
            },
            default));
        await Assert.ThrowsAsync<InvalidDataException>(() => database.WithAsync<IServiceProvider>(services => Transaction(services).TryAsync(
            async () =>
            {
                await AddAsync(services, Message("b@example.org"));
                throw new InvalidDataException();
            },
            default)));

        await database.DispatchAsync();

        Assert.Empty(database.Mail.Attempts);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_message_is_not_sent_before_its_transaction_commits()
    {
        await database.WithAsync<IServiceProvider>(services => Transaction(services).TryAsync(
            async () =>
            {
                await AddAsync(services, Message("a@example.org"));
                await database.DispatchAsync();
                Assert.Empty(database.Mail.Attempts);
                return true;
            },
            default));

        await database.DispatchAsync();

        Assert.Single(database.Mail.Sent);
    }

    [Fact]
    public async Task A_message_cannot_be_written_outside_of_a_transaction()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WithAsync<IServiceProvider>(services => AddAsync(services, Message("a@example.org"))));

        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_message_that_was_being_handed_over_when_the_portal_died_is_uncertain_and_never_sent_again()
    {
        var died = await database.StartInstanceAsync();
        await WriteAsync("a@example.org");
        var handingOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        database.Mail.Meanwhile = _ =>
        {
            handingOver.SetResult();
            return never.Task;
        };
        var dying = Task.Run(() => Dispatcher(died).DispatchAsync(CancellationToken.None));
        await handingOver.Task;

        await database.DispatchAsync();
        Assert.Equal(OutboxState.Sending, Assert.Single(await RowsAsync()).State);
        database.Clock.Advance(OutboxDispatcher.Lease);
        await database.DispatchAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.DispatchAsync();

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((OutboxState.Uncertain, 1, ""), (row.State, row.Attempts, row.ProtectedPayload));
        Assert.NotNull(row.DoneAt);
        Assert.Single(database.Mail.Attempts);
        Assert.False(dying.IsCompleted);
        never.SetResult();
        await dying;
    }

    [Theory]
    [InlineData(false, "Sent")]
    [InlineData(true, "Uncertain")]
    public async Task A_provider_that_answers_late_can_tell_that_it_was_sent_but_brings_nothing_back(bool down, string expected)
    {
        var slow = await database.StartInstanceAsync();
        await WriteAsync("a@example.org");
        var handingOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        database.Mail.IsDown = down;
        database.Mail.Meanwhile = _ =>
        {
            handingOver.SetResult();
            return answer.Task;
        };
        var sending = Task.Run(() => Dispatcher(slow).DispatchAsync(CancellationToken.None));
        await handingOver.Task;
        database.Clock.Advance(OutboxDispatcher.Lease);
        await database.DispatchAsync();

        answer.SetResult();
        await sending;
        database.Mail.Meanwhile = null;
        database.Clock.Advance(TimeSpan.FromHours(1));
        await database.DispatchAsync();

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((expected, 1, ""), (row.State.ToString(), row.Attempts, row.ProtectedPayload));
        Assert.NotNull(row.DoneAt);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_tried_again_ever_later_until_it_is_back()
    {
        await WriteAsync("a@example.org", worth: TimeSpan.FromDays(3));
        database.Mail.IsDown = true;
        var waits = new List<int>();
        for (var attempt = 1; attempt < 12; attempt++)
        {
            await database.DispatchAsync();
            Assert.Equal(attempt, database.Mail.Attempts.Count);
            var row = Assert.Single(await RowsAsync());
            Assert.Equal(OutboxState.Waiting, row.State);
            Assert.NotEqual("", row.Reason);
            var wait = row.DueAt - database.Clock.GetUtcNow();
            waits.Add((int)wait.TotalSeconds);
            database.Clock.Advance(wait - TimeSpan.FromSeconds(1));
            await database.DispatchAsync();
            Assert.Equal(attempt, database.Mail.Attempts.Count);
            database.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        database.Mail.IsDown = false;
        await database.DispatchAsync();

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900], waits);
        Assert.Single(database.Mail.Sent);
        Assert.Equal((OutboxState.Sent, ""), ((await RowsAsync()).Single().State, (await RowsAsync()).Single().ProtectedPayload));
    }

    [Fact]
    public async Task A_code_is_not_sent_when_it_has_expired_before_the_provider_is_back()
    {
        await WriteAsync("a@example.org", worth: TimeSpan.FromMinutes(5));
        database.Mail.IsDown = true;
        for (var i = 0; i < 6; i++)
        {
            await database.DispatchAsync();
            database.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        database.Mail.IsDown = false;
        await database.DispatchAsync();

        Assert.Empty(database.Mail.Sent);
        AssertFailed(Assert.Single(await RowsAsync()));
    }

    [Fact]
    public async Task A_message_that_waited_too_long_is_not_handed_over_at_all()
    {
        await WriteAsync("a@example.org", worth: TimeSpan.FromMinutes(5));
        database.Clock.Advance(TimeSpan.FromMinutes(5));

        await database.DispatchAsync();

        Assert.Empty(database.Mail.Attempts);
        AssertFailed(Assert.Single(await RowsAsync()));
    }

    [Theory]
    [InlineData(RecordingSender.RefusedMail, "Failed")]
    [InlineData(RecordingSender.UncertainMail, "Uncertain")]
    [InlineData(RecordingSender.ThrowingMail, "Uncertain")]
    public async Task A_message_that_may_have_arrived_or_never_will_is_tried_once(string to, string expected)
    {
        await WriteAsync(to);

        for (var i = 0; i < 3; i++)
        {
            await database.DispatchAsync();
            database.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Single(database.Mail.Attempts);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((expected, ""), (row.State.ToString(), row.ProtectedPayload));
        Assert.NotNull(row.DoneAt);
        Assert.DoesNotContain(to, row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_destination_that_fails_does_not_hold_up_the_others()
    {
        await WriteAsync(RecordingSender.ThrowingMail);
        await WriteAsync(RecordingSender.UnavailableMail);
        await WriteAsync(RecordingSender.RefusedMail);
        await WriteAsync("a@example.org");

        await database.DispatchAsync();

        Assert.Equal("a@example.org", Assert.Single(database.Mail.Sent).To);
    }

    private static void AssertFailed(OutboxRow row)
    {
        Assert.Equal((OutboxState.Failed, ""), (row.State, row.ProtectedPayload));
        Assert.NotNull(row.DoneAt);
        Assert.NotEqual("", row.Reason);
    }

    private static OutboxDispatcher Dispatcher(IServiceProvider services) => services.GetRequiredService<OutboxDispatcher>();

    private static ITransaction Transaction(IServiceProvider services) => services.GetRequiredService<ITransaction>();

    private static OutgoingMessage Message(string to) => new(Guid.NewGuid(), MessageChannel.Email, to, "Subject", "Text", "en");

    private static async Task DispatchAllAsync(OutboxDispatcher dispatcher)
    {
        while (await dispatcher.DispatchAsync(CancellationToken.None) > 0)
        {
            // Until nothing is left.
        }
    }

    private Task AddAsync(IServiceProvider services, OutgoingMessage message, TimeSpan? worth = null) =>
        services.GetRequiredService<IOutbox>().AddAsync(message, database.Clock.GetUtcNow() + (worth ?? TimeSpan.FromHours(1)), default);

    private async Task<Guid> WriteAsync(string to, TimeSpan? worth = null)
    {
        var message = Message(to);
        await WriteAsync(message, worth);
        return message.Id;
    }

    private Task WriteAsync(OutgoingMessage message, TimeSpan? worth = null) =>
        database.WithAsync<IServiceProvider>(services => Transaction(services).TryAsync(
            async () =>
            {
                await AddAsync(services, message, worth);
                return true;
            },
            default));

    private Task<List<OutboxRow>> RowsAsync() => database.WithAsync<PortalDbContext, List<OutboxRow>>(context => context.Outbox.AsNoTracking().ToListAsync());
}
