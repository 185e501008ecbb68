using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Saving a page of settings: what every such page does alike.</summary>
public sealed class PolicyEditing(PolicyService policies, IPopulation population, VerificationMethods methods, IPasswordAges ages, TimeProvider clock, IStringLocalizer<SettingsTexts> texts)
{
    /// <summary>So many passwords are counted; what counts them must not grow with the number of accounts.</summary>
    internal const int MostCounted = 10_000;

    private const int PageSize = 50;

    /// <summary>The policy with its version, for the page.</summary>
    public Task<StoredPolicy> ReadAsync(CancellationToken cancellationToken) => policies.ReadAsync(cancellationToken);

    /// <summary>
    /// Saves what was typed. Where it is not saved, the form says why: something was refused, somebody else saved in the meantime, or
    /// people would fall out and the administrator has not been told so.
    /// </summary>
    public async Task<bool> TrySaveAsync(Controller page, SettingsForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(form);
        var stored = await policies.ReadAsync(cancellationToken);
        var wanted = Apply(page, form, stored.Policy);
        AskAgain(page);
        if (form.Version != stored.Version)
            form.Overtake(stored);
        if (!page.ModelState.IsValid || form.Newer is not null)
            return false;
        await MeasureAsync(form, stored.Policy, wanted, after: null, cancellationToken);
        if (form.Effect!.Losing > form.Accepted)
        {
            form.Accepted = form.Effect.Losing;
            return false;
        }

        var who = page.User.Person();
        var saved = await policies.SaveAsync(wanted, form.Version, new(who.UserId, who.UserName), page.HttpContext.Caller(), cancellationToken, form.Upload, form.DirectoryPassword);
        if (saved is PolicySave.Saved or PolicySave.Unchanged)
            return true;
        if (saved == PolicySave.Conflict)
            form.Overtake(await policies.ReadAsync(cancellationToken));
        else
            page.ModelState.AddModelError("", texts[$"Refused.{saved}"]);
        return false;
    }

    /// <summary>Shows what saving would do to people, and saves nothing.</summary>
    /// <param name="page">The page.</param>
    /// <param name="form">What was typed.</param>
    /// <param name="after">The last person of the page of the list before; null for its first page.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ShowEffectAsync(Controller page, SettingsForm form, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(form);
        var stored = await policies.ReadAsync(cancellationToken);
        var wanted = Apply(page, form, stored.Policy);
        // A reload or a change of language leads to the page itself.
        page.ViewData["LanguagePath"] = form.Path;
        if (!page.ModelState.IsValid)
            return;
        await MeasureAsync(form, stored.Policy, wanted, after, cancellationToken);
        form.Accepted = form.Effect!.Losing;
    }

    // The form reads for itself what was typed: what the framework could not bind is refused by it, in the language of the page.
    private SsprPolicy Apply(Controller page, SettingsForm form, SsprPolicy policy)
    {
        page.ModelState.Clear();
        return form.Apply(policy, new(page.ModelState, texts));
    }

    // An empty password keeps the one there is: one that was typed, and not kept while who typed it was proved, would be lost unseen.
    private void AskAgain(Controller page)
    {
        foreach (var field in FreshProofAttribute.LeftOut(page.Request.Form))
        {
            page.ModelState[field]?.Errors.Clear();
            page.ModelState.AddModelError(field, texts["Refused.LeftOut"]);
        }
    }

    private async Task MeasureAsync(SettingsForm form, SsprPolicy before, SsprPolicy wanted, string? after, CancellationToken cancellationToken)
    {
        form.Effect = PolicyEffect.Of(await population.AlikeAsync(cancellationToken), before, wanted.Checked(), methods);
        if (before.PasswordExpiryDays != wanted.Checked().PasswordExpiryDays)
            form.Effect = form.Effect with { PasswordsTooOld = (await TooOldAsync(before), await TooOldAsync(wanted.Checked())) };
        var falling = form.Effect.Alike.Count == 0 ? [] : await population.ListAsync(form.Effect.Alike, after, PageSize + 1, cancellationToken);
        form.FallingOut = [.. falling.Take(PageSize)];
        form.FallingOutBefore = falling.Count > PageSize ? form.FallingOut[^1].Key : null;

        async Task<int> TooOldAsync(SsprPolicy policy) =>
            policy.PasswordExpiryDays == 0 ? 0 : await ages.CountAsync(clock.GetUtcNow().AddDays(-policy.PasswordExpiryDays), MostCounted, cancellationToken);
    }
}
