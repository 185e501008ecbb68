using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Smtp;

/// <summary>
/// Sends email by SMTP submission (RFC 6409) over STARTTLS (RFC 3207), plain text and HTML together. Every attempt for one message
/// bears the same Message-ID. When the caller gives up before the message was handed over it is an
/// <see cref="OperationCanceledException"/>, afterwards it is uncertain.
/// </summary>
internal sealed class SmtpEmailSender : IMessageSender
{
    private readonly SmtpOptions _options;
    private readonly MailAddress _from;

    public SmtpEmailSender(IOptions<SmtpOptions> options)
    {
        _options = options.Value;
        _from = new MailAddress(_options.From, _options.FromName, Encoding.UTF8);
#pragma warning disable SYSLIB0014 // the only way to tell SmtpClient which TLS it may speak; nothing else here reads it
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12 | SecurityProtocolType.Tls13;
#pragma warning restore SYSLIB0014
    }

    /// <inheritdoc/>
    public MessageChannel Channel => MessageChannel.Email;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryCreate(message.To, out var to) || to.Address != message.To || message.To.Any(char.IsControl))
            return new(SendOutcome.Refused, "Not a valid email address.");
        if (message.Subject.Any(char.IsControl))
            return new(SendOutcome.Refused, "The subject holds a line break or another control character.");

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        using var html = new Part(EmailHtml.From(message.Text, message.Subject, _from.DisplayName, message.Language));
        using var mail = Compose(message, to, html);
        using var client = new SmtpClient(_options.Host, _options.Port)
        {
            // Bounds what the token does not: even the asynchronous send waits for the answer to the data by a blocking read.
            // A second more, so that elsewhere the token is first and the cause known.
            Timeout = (_options.TimeoutSeconds + 1) * 1000,
            EnableSsl = _options.RequireTls,
            Credentials = _options.UserName.Length > 0 ? new NetworkCredential(_options.UserName, _options.Password) : null,
            // RFC 6531 only for whom nothing else will do: a relay on the way may not know it
            DeliveryFormat = Ascii.IsValid(to.User) ? SmtpDeliveryFormat.SevenBit : SmtpDeliveryFormat.International,
        };
        try
        {
            await client.SendMailAsync(mail, timeout.Token);
            return new(SendOutcome.Sent);
        }
        catch (Exception e) when (e is SmtpException or AuthenticationException or IOException or OperationCanceledException)
        {
            var code = (int)((e as SmtpException)?.StatusCode ?? SmtpStatusCode.GeneralFailure); // negative: the server did not answer
            if (code < 0 && html.HandedOver)
                return new(SendOutcome.Uncertain, "The connection to the mail server broke, or its time ran out, before the server answered: see its log for the Message-ID.");
            if (code < 0) cancellationToken.ThrowIfCancellationRequested();
            return Result(code < 0 && timeout.IsCancellationRequested ? new TimeoutException() : e, code, html.HandedOver);
        }
    }

    private MailMessage Compose(OutgoingMessage message, MailAddress to, Part html)
    {
        var mail = new MailMessage(_from, to) { Subject = message.Subject, SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8 };
        mail.Headers["Message-ID"] = $"<{message.Id}@{_from.Host}>";
        mail.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834: no out-of-office notes, please
        mail.Headers["Content-Language"] = message.Language;
        mail.AlternateViews.Add(View(new Part(message.Text), MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(View(html, MediaTypeNames.Text.Html)); // the last is the one preferred (RFC 2046 section 5.1.4)
        return mail;
    }

    private static AlternateView View(Part part, string mediaType) =>
        new(part, new ContentType(mediaType) { CharSet = "utf-8" }) { TransferEncoding = TransferEncoding.Base64 };

    /// <summary>What a failure means that cannot have delivered the message. The server's own words may quote the address: only its code is kept.</summary>
    private SendResult Result(Exception failure, int code, bool handedOver) => code switch
    {
        530 or 534 or 535 or 538 =>
            new(SendOutcome.Unavailable, $"The mail server refuses the sign-in ({code}): check Smtp:UserName and Smtp:Password."),
        >= 500 when failure is SmtpFailedRecipientException =>
            new(SendOutcome.Refused, $"The mail server refuses the address ({code}). Where it refuses every address, it does not relay for the portal: check Smtp:UserName, or allow the portal there."),
        >= 500 when handedOver =>
            new(SendOutcome.Refused, $"The mail server refuses the message ({code}): see its log."),
        >= 500 =>
            new(SendOutcome.Unavailable, $"The mail server refuses the portal ({code}): check Smtp:From and whether the server allows the portal to send."),
        > 0 =>
            new(SendOutcome.Unavailable, $"The mail server is busy or asks to come again ({code}): tried again later."),
        _ => new(SendOutcome.Unavailable, Cause(failure)),
    };

    private string Cause(Exception failure) => failure switch
    {
        TimeoutException =>
            $"The mail server gave no answer within {_options.TimeoutSeconds} s: check Smtp:Host, Smtp:Port and the firewall.",
        AuthenticationException or { InnerException: AuthenticationException } =>
            $"TLS with the mail server failed: {(failure as AuthenticationException ?? failure.InnerException!).Message} Smtp:Host must be a name in its certificate, and its authority trusted here (SSL_CERT_FILE).",
        { InnerException: SocketException { SocketErrorCode: var error } } =>
            $"The mail server cannot be reached ({error}): check Smtp:Host, Smtp:Port and the firewall.",
        { InnerException: not null } =>
            "The mail server broke off the connection: check Smtp:Port, and see the server's log.",
        _ => "The mail server offers no STARTTLS, or no way to sign in: enable it there. Mail is not sent in clear.",
    };

    /// <summary>A part that knows whether it was read to its end: from then on the mail is complete and may have been taken.</summary>
    private sealed class Part(string text) : MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")))
    {
        public bool HandedOver { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            HandedOver |= read == 0;
            return read;
        }
    }
}
