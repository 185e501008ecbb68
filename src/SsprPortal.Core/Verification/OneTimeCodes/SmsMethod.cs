using SsprPortal.Core.Messages;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A code by text message to the mobile phone.</summary>
public sealed class SmsMethod(IKeyedHash hash, MessageTexts texts) : PhoneMethod(hash, texts)
{
    /// <inheritdoc/>
    public override string Id => "sms";

    /// <inheritdoc/>
    protected override MessageChannel Carrier => MessageChannel.Text;
}
