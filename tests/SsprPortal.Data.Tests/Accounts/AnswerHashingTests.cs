using SsprPortal.Data.Accounts;
using SsprPortal.TestKit;

namespace SsprPortal.Data.Tests.Accounts;

public sealed class AnswerHashingTests : IDisposable
{
    private readonly PasswordHashing passwords = new();
    private readonly AnswerHashing hashing;

    public AnswerHashingTests() => hashing = new(passwords, new TestKeyedHash(), new FakeClock());

    public void Dispose() => passwords.Dispose();

    [Fact]
    public async Task The_same_answer_of_two_people_is_two_hashes_and_both_know_it()
    {
        var (one, other) = (await hashing.HashAsync("REX", default), await hashing.HashAsync("REX", default));

        Assert.NotEqual(one, other);
        Assert.True(await hashing.VerifyAsync(one, "REX", default));
        Assert.True(await hashing.VerifyAsync(other, "REX", default));
        Assert.False(await hashing.VerifyAsync(one, "PIP", default));
    }

    [Fact]
    public async Task Without_the_key_a_stolen_hash_is_worth_no_guess()
    {
        var stolen = await hashing.HashAsync("REX", default);

        Assert.False(await new AnswerHashing(passwords, new TestKeyedHash(), new FakeClock()).VerifyAsync(stolen, "REX", default));
        Assert.NotEqual(true, await passwords.VerifyAsync(stolen, "REX", default));
    }
}
