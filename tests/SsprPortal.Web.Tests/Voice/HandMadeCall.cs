using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Voice;

/// <summary>A challenge that is answered by a call, written as a method would write it.</summary>
internal static class HandMadeCall
{
    public const string To = "+819087654321X4711";

    /// <summary>Writes it with its message, and waits until the provider has taken that.</summary>
    public static async Task<VerificationChallenge> MakeAsync(PortalHost portal, string language = "en")
    {
        var (id, now) = (Guid.NewGuid(), portal.Clock.GetUtcNow());
        var challenge = new VerificationChallenge(
            id, new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid()), "call", To, [1], now, now + TimeSpan.FromMinutes(5), now + TimeSpan.FromMinutes(1), 1);
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var services = scope.ServiceProvider;
            var address = CallConfirmations.Address(services.GetRequiredService<PortalAddress>(), id, language);
            await services.GetRequiredService<ITransaction>().TryAsync(
                async () =>
                {
                    await services.GetRequiredService<IChallengeStore>().AddAsync(challenge, default);
                    await services.GetRequiredService<IOutbox>().AddAsync(new(id, MessageChannel.Call, To, "", "This is Contoso.\n\nTo confirm, press the pound key.", language, address), challenge.ExpiresAt, default);
                    return true;
                },
                default);
        }

        await portal.SentAsync(id);
        return challenge;
    }

    /// <summary>When it was confirmed.</summary>
    public static async Task<DateTimeOffset?> ConfirmedAtAsync(PortalHost portal, VerificationChallenge challenge)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IChallengeStore>().FindAsync(challenge.Id, challenge.Owner, default))!.ConfirmedAt;
    }
}
