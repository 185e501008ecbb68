using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SsprPortal.Messaging.Smtp;

/// <summary>Refuses to start with settings that could never send, or would send in clear, and says which.</summary>
internal sealed class SmtpOptionsValidator(IHostEnvironment environment) : IValidateOptions<SmtpOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            errors.AddError("Smtp:Host must be the name of a server, without a port.");
        if (options.Port == 465)
            errors.AddError("Smtp:Port 465 expects TLS from the first byte, which is not supported: use the submission port 587 with STARTTLS.");
        else if (options.Port is < 1 or > 65535)
            errors.AddError("Smtp:Port must be from 1 to 65535; the submission port is 587.");
        if (options.UserName.Length == 0 != (options.Password.Length == 0))
            errors.AddError("Smtp:UserName and Smtp:Password go together: set both, or neither.");
        if (!MailAddress.TryCreate(options.From, out var from) || from.Address != options.From || !Ascii.IsValid(options.From))
            errors.AddError("Smtp:From must be one plain address, like no-reply@example.org (an international domain in its xn-- form).");
        if (options.FromName.Any(char.IsControl))
            errors.AddError("Smtp:FromName must be a single line.");
        if (!options.RequireTls && !environment.IsDevelopment())
            errors.AddError("Smtp:RequireTls may be false in Development only: codes would travel in clear.");
        if (options.TimeoutSeconds is < 1 or > 40)
            errors.AddError("Smtp:TimeoutSeconds must be from 1 to 40: a portal that stops waits for a mail on its way.");
        return errors.Build();
    }
}
