using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SsprPortal.Messaging.Twilio;

/// <summary>Refuses to start with settings that could never send, and says which.</summary>
internal sealed partial class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (!Sid().IsMatch(options.AccountSid) || options.AccountSid[0] != 'A')
            errors.AddError("Twilio:AccountSid must be 'AC' and 32 hexadecimal digits, as on the console's front page.");
        if (options.AuthToken.Length == 0)
            errors.AddError("Twilio:AuthToken is missing.");
        if (string.IsNullOrEmpty(options.From) == string.IsNullOrEmpty(options.MessagingServiceSid))
            errors.AddError("Set either Twilio:From or Twilio:MessagingServiceSid.");
        if (options.From is { Length: > 0 } from && !Sender().IsMatch(from))
            errors.AddError("Twilio:From must be a number like +14255550123, or up to 11 letters, digits and spaces.");
        if (options.CallFrom is { Length: > 0 } caller && !Number().IsMatch(caller))
            errors.AddError("Twilio:CallFrom must be a number like +14255550123.");
        if (options.MessagingServiceSid is { Length: > 0 } service && (!Sid().IsMatch(service) || service[0] != 'M'))
            errors.AddError("Twilio:MessagingServiceSid must be 'MG' and 32 hexadecimal digits.");
        if (!options.BaseUrl.IsAbsoluteUri || (options.BaseUrl.Scheme != Uri.UriSchemeHttps && !options.BaseUrl.IsLoopback))
            errors.AddError("Twilio:BaseUrl must be an https address (or this machine's own): the token travels with every request.");
        if (options.TimeoutSeconds is < 1 or > 40)
            errors.AddError("Twilio:TimeoutSeconds must be from 1 to 40: a portal that stops waits for a message on its way.");
        return errors.Build();
    }

    [GeneratedRegex(@"^(AC|MG)[0-9a-fA-F]{32}\z")]
    private static partial Regex Sid();

    [GeneratedRegex(@"^\+[1-9][0-9]{1,14}\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(\+[1-9][0-9]{1,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})\z")]
    private static partial Regex Sender();
}
