using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using SsprPortal.ActiveDirectory;
using SsprPortal.Core;
using SsprPortal.Data;
using SsprPortal.Data.PostgreSql.Embedded;
using SsprPortal.Messaging;
using SsprPortal.Web.Branding;
using SsprPortal.Web.Captcha;
using SsprPortal.Web.Commands;
using SsprPortal.Web.Features.Api;
using SsprPortal.Web.Features.Shared;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Passwords;
using SsprPortal.Web.Sessions;

if (await CommandLine.RunAsync(args) is { } exitCode)
    return exitCode;
try
{
    var builder = WebApplication.CreateBuilder(args);
    var (services, configuration, environment) = (builder.Services, builder.Configuration, builder.Environment);
    var demonstration = Demonstration.IsWanted(configuration, environment);
    await using var database = await DatabaseChoice.StartAsync(configuration, environment);

    builder.Logging.AddTelemetry(environment);
    builder.WebHost.UseStaticWebAssets();
    database.AddTo(services, configuration, environment);
    services.AddCore();
    services.AddBreachedPasswords(configuration);
    services.AddMessaging(configuration, environment).AddLdapDirectory();
    services.AddPublicAddress(configuration, environment);
    services.AddPages();
    services.AddLanguages();
    services.AddSessions().AddApi(configuration);
    services.AddJourneys();
    services.AddCaptcha();
    services.AddBranding();
    services.AddFormGuard().AddRateLimits(configuration);
    services.AddSecurityHeaders();
    services.AddHealthProbes();

    await using var app = builder.Build();
    app.UseForwardedHeaders();
    app.UseSecurityHeaders();
    if (!environment.IsDevelopment())
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/health"), pages => pages.UseHttpsRedirection());
    app.UseRequestLocalization();
    app.UseExceptionHandler(ErrorController.Path + "/500");
    app.UseStatusCodePagesWithReExecute(ErrorController.Path + "/{0}");
    app.UseFormGuard();
    app.UseRouting();
    app.UseRateLimiter();
    // The page that tells of a fault does not ask the database who reads it: that may be the fault.
    app.UseWhen(context => context.Features.Get<IExceptionHandlerFeature>() is null, pages => pages.UseAuthentication());
    app.UseAuthorization();

    app.MapStaticAssets().AllowAnonymous();
    // Every page that does not say otherwise is for signed-in people; what is no page at all is not found.
    app.MapControllers().WithStaticAssets().RequireAuthorization().RequireRateLimiting(RateLimits.PerAddress);
    app.MapCaptcha(context => context.RequestServices.GetRequiredService<JourneyCookie>().Read(context)?.Text).RequireRateLimiting(RateLimits.PerAddress);
    app.MapBranding().RequireRateLimiting(RateLimits.PerAddress);
    app.MapHealthProbes();
    app.MapApi();
    var people = await app.Services.PrepareDatabaseAsync(demonstration, CancellationToken.None);
    if (await CommandLine.RunAsync(args, app.Services) is { } done)
        return done;
    await app.StartAsync();
    await Welcome.WriteAsync(Console.Out, app.Services, people);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is EmbeddedPostgreSqlException or InvalidOperationException or OptionsValidationException or IOException)
{
    // A setting or the machine: one line that says what to do.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
