using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Twilio;

/// <summary>
/// How Twilio signs (twilio.com/docs/usage/security): the address, each parameter in the order of its name with its value behind, all
/// without anything in between; HMAC-SHA-1 of that under the account's token, in Base64. The port of the address is sometimes left out,
/// sometimes named.
/// </summary>
internal sealed class TwilioSignature(IOptions<TwilioOptions> options) : ICallbackSignature
{
    /// <inheritdoc/>
    public bool IsGenuine(Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string? signature)
    {
        // Twilio names each parameter once: of two, it could not be told which one somebody else reads.
        if (string.IsNullOrEmpty(signature) || !url.IsAbsoluteUri || form.DistinctBy(pair => pair.Key, StringComparer.Ordinal).Count() != form.Count)
            return false;
        var parameters = string.Concat(form.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + pair.Value));
        var given = Encoding.UTF8.GetBytes(signature);
        return Matches(Without(url) + parameters, given) | Matches(With(url) + parameters, given);
    }

    private bool Matches(string text, byte[] given)
    {
#pragma warning disable CA5350 // Twilio's choice. SHA-1 is weak where collisions matter; under HMAC they do not.
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.Value.AuthToken), Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)), given);
    }

    private static string Without(Uri url) => url.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.PathAndQuery, UriFormat.UriEscaped);

    private static string With(Uri url) => url.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort | UriComponents.PathAndQuery, UriFormat.UriEscaped);
}
