using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests;

internal static class Sample
{
    public static readonly PortalAddress Portal = new(new("https://portal.test"));

    public static readonly MessageTexts Texts = new(Portal);

    public static readonly VerificationMethods Methods = new(
        [new SmsMethod(new TestKeyedHash(), Texts), new VoiceMethod(new TestKeyedHash(), Texts, Portal), new EmailMethod(new TestKeyedHash(), Texts)],
        [new RecordingSender(MessageChannel.Text), new RecordingSender(MessageChannel.Call), new RecordingSender(MessageChannel.Email)]);

    public static DirectoryUser Person(string displayName = "Alain Charon", string userName = "achar@contoso.com", bool enabled = true, params Guid[] groups) =>
        new(Guid.NewGuid(), userName, displayName, null, "en", enabled, groups.ToHashSet());

    public static RegisteredMethod Phone(string number = "+819012345678") =>
        new(Guid.NewGuid(), Guid.NewGuid(), "mobile", number[^2..], number, new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    public static RegisteredMethod Mailbox(string address = "alain@example.org") =>
        new(Guid.NewGuid(), Guid.NewGuid(), "email", EmailAddress.Read(address)!.Masked, address, new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));
}
