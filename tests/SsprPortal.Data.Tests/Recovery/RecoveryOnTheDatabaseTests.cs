using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Recovery;

/// <summary>The use case on its real stores: what several requests, or several instances, do to each other.</summary>
public sealed class RecoveryOnTheDatabaseTests : IAsyncLifetime
{
    private const string NewPassword = "an altogether new one";
    private static readonly Caller Caller = new("192.0.2.1", "en");

    private readonly PortalDatabase database = new();
    private IServiceProvider first = null!;
    private IServiceProvider second = null!;

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        first = database.Services;
        second = await database.StartInstanceAsync();
        await database.SetPolicyAsync(new() { Scope = ResetScope.All, GatesRequired = 2 });
    }

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Two_instances_can_share_one_reset()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();

        var handle = await StartAsync(first, person);
        Assert.Equal(ChooseOutcome.Issued, await ChooseAsync(second, handle, "sms", person.Phone));
        await database.DispatchAsync();
        handle = await AnswerAsync(first, handle, database.Texts.CodeFor(person.Phone!));
        Assert.Equal(ChooseOutcome.Issued, await ChooseAsync(second, handle, "email"));
        await database.DispatchAsync();
        handle = await AnswerAsync(second, handle, database.Mail.CodeFor(person.Mail!));
        Assert.True((await SetPasswordAsync(first, handle)).Moved);
        await database.DispatchAsync();

        Assert.Equal(RecoveryStep.Completed, (await FindAsync(second, handle))!.Step);
        Assert.Equal(PasswordCheck.Right, await CheckAsync(person, NewPassword));
        Assert.Equal(PasswordCheck.Wrong, await CheckAsync(person, person.Password));
        Assert.Contains(database.Mail.Sent, message => message.To == person.Mail && message.Subject.Contains("was reset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handle_is_worthless_after_the_next_gate()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        var handle = await StartAsync(first, person);
        await ChooseAsync(first, handle, "sms", person.Phone);
        await database.DispatchAsync();

        var next = await AnswerAsync(first, handle, database.Texts.CodeFor(person.Phone!));

        Assert.Null(await FindAsync(second, handle));
        Assert.NotNull(await FindAsync(second, next));
    }

    [Fact]
    public async Task Of_32_new_passwords_sent_at_once_one_is_set_and_told_of_once()
    {
        var (person, handle) = await VerifiedAsync();
        var journey = (await FindAsync(first, handle))!;

        await database.AtOnceAsync(32, (services, caller) => services.GetRequiredService<RecoveryCommit>()
            .SetPasswordAsync(journey, $"{NewPassword} {caller}", $"{NewPassword} {caller}", Caller, default));

        Assert.Equal(1, await CountAsync(AuditCode.PasswordClaimed));
        await AssertResetOnceAsync(person, handle);
    }

    [Fact]
    public async Task Nothing_can_be_done_in_a_journey_while_its_password_is_being_set()
    {
        var (person, handle) = await VerifiedAsync();
        var read = (await FindAsync(first, handle))!;
        Assert.True(await database.WithAsync<IRecoveryJourneyStore, bool>(store => store.TrySaveAsync(read with { ClaimedAt = database.Clock.GetUtcNow() }, default)));
        var claimed = (await FindAsync(second, handle))!;

        Assert.True((await SetPasswordAsync(second, handle)).Moved);
        await WithAsync(second, handle, async (service, journey) =>
        {
            await service.CancelAsync(journey, Caller, default);
            return true;
        });

        var after = (await FindAsync(first, handle))!;
        Assert.Equal((RecoveryStep.SetPassword, claimed.Version, claimed.ClaimedAt), (after.Step, after.Version, after.ClaimedAt));
        Assert.Equal(PasswordCheck.Right, await CheckAsync(person, person.Password));
    }

    [Fact]
    public async Task Of_32_right_answers_at_once_one_passes_the_gate()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        var handle = await StartAsync(first, person);
        await ChooseAsync(first, handle, "sms", person.Phone);
        await database.DispatchAsync();
        var journey = (await FindAsync(first, handle))!;
        var code = database.Texts.CodeFor(person.Phone!);

        var results = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<RecoveryService>().VerifyAsync(journey, new(code), Caller, default));

        Assert.Single(results, result => result.Outcome == AnswerOutcome.Passed);
        Assert.Equal(1, await database.WithAsync<PortalDbContext, int>(context => context.PassedGates.CountAsync()));
        Assert.Equal(1, await CountAsync(AuditCode.GatePassed));
    }

    [Fact]
    public async Task Of_32_wrong_answers_at_once_at_most_five_are_looked_at_and_the_right_one_is_refused_then()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        var handle = await StartAsync(first, person);
        await ChooseAsync(first, handle, "sms", person.Phone);
        await database.DispatchAsync();
        var journey = (await FindAsync(first, handle))!;
        var code = database.Texts.CodeFor(person.Phone!);
        var wrong = code == "000000" ? "000001" : "000000";

        var results = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<RecoveryService>().VerifyAsync(journey, new(wrong), Caller, default));

        Assert.InRange(results.Count(result => result.Outcome == AnswerOutcome.Wrong), 0, 4);
        Assert.InRange(await database.WithAsync<PortalDbContext, int>(context => context.Challenges.Select(row => row.Attempts).SingleAsync()), 1, 5);
        var late = await database.WithAsync<RecoveryService, VerifyResult>(service => service.VerifyAsync(journey, new(code), Caller, default));
        Assert.NotEqual(AnswerOutcome.Passed, late.Outcome);
        Assert.Equal((RecoveryStep.Refused, RecoveryRefusal.Blocked), ((await FindAsync(first, handle))!.Step, (await FindAsync(first, handle))!.Refusal));
        Assert.Equal(0, await database.WithAsync<PortalDbContext, int>(context => context.PassedGates.CountAsync()));
    }

    [Fact]
    public async Task Of_32_who_choose_at_once_one_message_is_sent()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        var handle = await StartAsync(first, person);
        var journey = (await FindAsync(first, handle))!;
        var key = await KeyAsync(first, handle, "email");

        var results = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<RecoveryService>().ChooseAsync(journey, key, null, Caller, default));
        await database.DispatchAsync();

        Assert.Single(results, result => result.Outcome == ChooseOutcome.Issued);
        Assert.Single(database.Mail.Attempts);
    }

    [Fact]
    public async Task A_code_of_one_journey_is_worthless_in_the_next_one_of_the_same_person()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        await ChooseAsync(first, await StartAsync(first, person), "sms", person.Phone);
        await database.DispatchAsync();
        var old = database.Texts.CodeFor(person.Phone!);
        var next = await StartAsync(first, person);
        await ChooseAsync(first, next, "sms", person.Phone);
        await database.DispatchAsync();
        Assert.NotEqual(old, database.Texts.CodeFor(person.Phone!));

        var result = await WithAsync(first, next, (service, journey) => service.VerifyAsync(journey, new(old), Caller, default));

        Assert.Equal(AnswerOutcome.Wrong, result.Outcome);
    }

    [Fact]
    public async Task Journeys_that_cannot_be_looked_after_are_not_counted_and_wait()
    {
        foreach (var _ in new[] { 1, 2 })
            await StartAsync(first, await database.Person().WithPhone().WithMail().CreateAsync());
        database.Clock.Advance(RecoveryJourney.IdleLifetime);

        await using (var scope = first.CreateAsyncScope())
        {
            var endings = ActivatorUtilities.CreateInstance<JourneyEndings>(scope.ServiceProvider, new NoTransaction());
            Assert.Equal(0, await ActivatorUtilities.CreateInstance<RecoverySettlement>(scope.ServiceProvider, endings).SettleAsync(default));
        }

        Assert.Equal(2, await database.WithAsync<RecoverySettlement, int>(settlement => settlement.SettleAsync(default)));
        Assert.Equal(0, await database.WithAsync<RecoverySettlement, int>(settlement => settlement.SettleAsync(default)));
    }

    [Fact]
    public async Task A_thief_of_the_database_reads_no_phone_no_address_and_no_code()
    {
        var person = await database.Person().WithPhone("+819087654321").WithMail("canary@example.org").CreateAsync();
        var stolen = new StringBuilder();
        var handle = await StartAsync(first, person);
        await ChooseAsync(first, handle, "sms", person.Phone);
        stolen.Append(await DumpAsync());
        await database.DispatchAsync();
        var code = database.Texts.CodeFor(person.Phone!);
        handle = await AnswerAsync(first, handle, code);
        await ChooseAsync(first, handle, "email");
        stolen.Append(await DumpAsync());
        await database.DispatchAsync();
        stolen.Append(await DumpAsync());

        var text = stolen.ToString();
        Assert.Contains("Waiting", text, StringComparison.Ordinal);
        Assert.Contains("sends-15m", text, StringComparison.Ordinal);
        foreach (var secret in new[] { person.Phone!, "9087654321", "canary" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), text, StringComparison.OrdinalIgnoreCase);
        }

        // Six digits turn up in any hexadecimal text by chance: between what is not a digit or a letter, they do not.
        foreach (var secret in new[] { code, database.Mail.CodeFor(person.Mail!) })
        {
            Assert.DoesNotMatch($@"(?<![0-9A-Za-z_.:+-]){secret}(?![0-9A-Za-z_.:+-])", text);
            Assert.DoesNotContain($"\\x{Convert.ToHexString(Encoding.UTF8.GetBytes(secret))}", text, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var held in new[] { handle.Text, Convert.ToHexString(Encoding.ASCII.GetBytes(handle.Text)) })
            Assert.DoesNotContain(held, text, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class NoTransaction : ITransaction
    {
        public Task<bool> TryAsync(Func<Task<bool>> work, CancellationToken cancellationToken) => throw new InvalidOperationException("Not now.");
    }

    private async Task<string> DumpAsync()
    {
        var text = new StringBuilder();
        foreach (var table in new[] { "Challenges", "Outbox", "Throttles", "RegisteredMethods", "RecoveryJourneys", "PassedGates", "Audit", "Secrets", "UsedTokens" })
            text.AppendLine(await database.DumpAsync(table));
        return text.ToString();
    }

    private async Task AssertResetOnceAsync(Person person, OpaqueHandle handle)
    {
        await database.DispatchAsync();
        Assert.Equal(1, await CountAsync(AuditCode.PasswordReset));
        Assert.Single(database.Mail.Attempts, message => message.To == person.Mail && message.Subject.Contains("was reset", StringComparison.Ordinal));
        Assert.Equal(RecoveryStep.Completed, (await FindAsync(first, handle))!.Step);
        Assert.Equal(PasswordCheck.Wrong, await CheckAsync(person, person.Password));
    }

    private async Task<(Person Person, OpaqueHandle Handle)> VerifiedAsync()
    {
        var person = await database.Person().WithPhone().WithMail().CreateAsync();
        var handle = await StartAsync(first, person);
        await ChooseAsync(first, handle, "sms", person.Phone);
        await database.DispatchAsync();
        handle = await AnswerAsync(first, handle, database.Texts.CodeFor(person.Phone!));
        await ChooseAsync(first, handle, "email");
        await database.DispatchAsync();
        handle = await AnswerAsync(first, handle, database.Mail.CodeFor(person.Mail!));
        Assert.Equal(RecoveryStep.SetPassword, (await FindAsync(first, handle))!.Step);
        return (person, handle);
    }

    private static async Task<OpaqueHandle> StartAsync(IServiceProvider instance, Person person)
    {
        await using var scope = instance.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<RecoveryService>().StartAsync(person.UserName, OpaqueHandle.Create(), Caller, default);
        Assert.Equal(StartOutcome.Started, result.Outcome);
        return result.Handle!;
    }

    private static async Task<RecoveryJourney?> FindAsync(IServiceProvider instance, OpaqueHandle handle)
    {
        await using var scope = instance.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RecoveryService>().FindAsync(handle, default);
    }

    private static Task<string> KeyAsync(IServiceProvider instance, OpaqueHandle handle, string method) =>
        WithAsync(instance, handle, async (service, journey) => (await service.StandingAsync(journey, default)).Choices.Single(each => each.Method.Id == method).Method.Id);

    private static async Task<ChooseOutcome> ChooseAsync(IServiceProvider instance, OpaqueHandle handle, string method, string? typed = null)
    {
        var key = await KeyAsync(instance, handle, method);
        return (await WithAsync(instance, handle, (service, journey) => service.ChooseAsync(journey, key, typed, Caller, default))).Outcome;
    }

    private static async Task<OpaqueHandle> AnswerAsync(IServiceProvider instance, OpaqueHandle handle, string code)
    {
        var result = await WithAsync(instance, handle, (service, journey) => service.VerifyAsync(journey, new(code), Caller, default));
        Assert.Equal(AnswerOutcome.Passed, result.Outcome);
        return result.Handle!;
    }

    private static async Task<SetPasswordResult> SetPasswordAsync(IServiceProvider instance, OpaqueHandle handle)
    {
        await using var scope = instance.CreateAsyncScope();
        var journey = await scope.ServiceProvider.GetRequiredService<RecoveryService>().FindAsync(handle, default);
        return await scope.ServiceProvider.GetRequiredService<RecoveryCommit>().SetPasswordAsync(journey!, NewPassword, NewPassword, Caller, default);
    }

    private static async Task<T> WithAsync<T>(IServiceProvider instance, OpaqueHandle handle, Func<RecoveryService, RecoveryJourney, Task<T>> work)
    {
        await using var scope = instance.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<RecoveryService>();
        return await work(service, (await service.FindAsync(handle, default))!);
    }

    private Task<int> CountAsync(AuditCode code) => database.WithAsync<PortalDbContext, int>(context => context.Audit.CountAsync(row => row.Code == code));

    private async Task<PasswordCheck> CheckAsync(Person person, string password) =>
        (await database.WithAsync<IDirectory, (PasswordCheck Check, DirectoryUser? User, string Stamp)>(directory => directory.CheckPasswordAsync(person.UserName, password, default))).Check;
}
