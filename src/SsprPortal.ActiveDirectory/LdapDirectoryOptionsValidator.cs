using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory;

/// <summary>Refuses to start with settings that could never work, and says which.</summary>
internal sealed class LdapDirectoryOptionsValidator : IValidateOptions<LdapDirectoryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LdapDirectoryOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.Servers.Count == 0) errors.AddError("Directory:Servers must name a server at least: dc1.contoso.com.");
        foreach (var server in options.Servers.Where(server => LdapEndpoint.Parse(server, options.StartTls) is null))
            errors.AddError($"Directory:Servers: {server} is not the name of a server, with a port or without.");
        if (string.IsNullOrWhiteSpace(options.ServiceAccount) || options.ServiceAccount.Contains('\0')) errors.AddError("Directory:ServiceAccount must be the portal's own account, as user principal name or DN.");
        if (options.ServicePassword.Length == 0 || options.ServicePassword.Contains('\0')) errors.AddError("Directory:ServicePassword is missing: nobody signs in without a password.");
        if (options.AuthoritiesFile.Length > 0 && WhyNoAuthorities(options.AuthoritiesFile) is { } why) errors.AddError($"Directory:AuthoritiesFile: {why}");
        if (options.Filter.Length > 0 && WhyNoFilter(options.Filter) is { } wrong) errors.AddError($"Directory:Filter: {wrong}");
        if (options.NameAttribute.Length == 0 || !options.NameAttribute.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) errors.AddError("Directory:NameAttribute must be the name of an attribute, like uid.");
        return errors.Build();
    }

    private static string? WhyNoFilter(string filter)
    {
        try
        {
            _ = LdapFilter.Parse(filter);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static string? WhyNoAuthorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? null : $"{file} holds no certificate in PEM form.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }
}
