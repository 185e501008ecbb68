using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Verification;

namespace SsprPortal.Core.Tests.Verification.OneTimeCodes;

public class CallConfirmationsTests
{
    private readonly FakeClock clock = new();
    private readonly List<string> journal = [];
    private readonly MemoryChallengeStore store;

    public CallConfirmationsTests() => store = new(clock, journal);

    [Fact]
    public void The_address_of_a_challenge_is_public_and_names_its_language() => Assert.Equal(
        "https://portal.test/voice/3f2504e0-4f89-11d3-9a0c-0305e82c3301?mkt=ja",
        CallConfirmations.Address(new PortalAddress(new("https://portal.test")), Guid.Parse("3F2504E0-4F89-11D3-9A0C-0305E82C3301"), "ja").AbsoluteUri);

    [Fact]
    public async Task A_challenge_is_confirmed_once_by_its_own_call()
    {
        var now = clock.GetUtcNow();
        var challenge = new VerificationChallenge(
            Guid.NewGuid(), new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid()), "call", "+819012345678", [1], now, now + TimeSpan.FromMinutes(5), now + TimeSpan.FromMinutes(1), 1);
        await store.AddAsync(challenge, default);
        store.Calls[challenge.Id] = "call-1";
        var confirmations = new CallConfirmations(store);

        Assert.False(await confirmations.ConfirmAsync(challenge.Id, "call-2", default));
        Assert.False(await confirmations.ConfirmAsync(Guid.NewGuid(), "call-1", default));
        Assert.True(await confirmations.ConfirmAsync(challenge.Id, "call-1", default));
        Assert.False(await confirmations.ConfirmAsync(challenge.Id, "call-1", default));
        Assert.Equal(now, (await store.FindAsync(challenge.Id, challenge.Owner, default))!.ConfirmedAt);
    }

    [Fact]
    public async Task Without_a_reference_nothing_is_asked()
    {
        Assert.False(await new CallConfirmations(store).ConfirmAsync(Guid.NewGuid(), "", default));
        Assert.Empty(journal);
    }
}
