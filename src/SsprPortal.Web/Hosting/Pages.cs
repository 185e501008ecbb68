using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.WebEncoders;
using SsprPortal.Web.Features.Admin.Settings;
using SsprPortal.Web.Features.Admin.Audit;
using SsprPortal.Web.Features.Admin.Health;
using SsprPortal.Web.Features.Admin.Reports;
using SsprPortal.Web.Features.ContactAdministrator;

namespace SsprPortal.Web.Hosting;

/// <summary>Controllers, views and the protection of every form.</summary>
public static class Pages
{
    /// <summary>Registers them.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddControllersWithViews(options => options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));
        services.Configure<RazorViewEngineOptions>(options => options.ViewLocationExpanders.Add(new FeatureFolders()));
        // Japanese is text, not a row of character references.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddSingleton<PortalCookies>();
        services.AddScoped<ContactLink>();
        services.AddScoped<PolicyEditing>();
        services.AddScoped<AuditSearch>();
        services.AddScoped<AuditWords>();
        services.AddSingleton<AuditCheck>();
        services.AddScoped<ReportTables>();
        services.AddScoped<PortalHealth>();
        services.AddOptions<AntiforgeryOptions>().Configure<PortalCookies>((options, cookies) =>
        {
            options.Cookie = cookies.Builder("antiforgery");
            options.FormFieldName = "antiforgery";
            options.HeaderName = null;
            // The policy of the pages says it, and more strictly.
            options.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }
}
