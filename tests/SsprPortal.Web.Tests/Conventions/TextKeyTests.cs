using System.Globalization;
using System.Resources;
using System.Text.Json;
using System.Text.RegularExpressions;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Api;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Imports;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Reporting;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.Web.Features.Admin.Health;
using SsprPortal.Web.Features.Admin.Settings;
using SsprPortal.Web.Features.Challenges;
using SsprPortal.Web.Features.Recovery;
using SsprPortal.Web.Features.Shared;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>Whatever a page can want to say, it can say in every language. That both languages have the same keys is Resources.TextsTests' part.</summary>
public sealed partial class TextKeyTests
{
    private static readonly string Web = Path.Combine(Checkout.Root, "src", "SsprPortal.Web");

    [Fact]
    public void Every_refused_policy_is_told_why() => AssertTexts<SettingsTexts>(Enum.GetValues<PolicySave>().Except([PolicySave.Saved, PolicySave.Unchanged, PolicySave.Conflict]).Select(save => $"Refused.{save}"));

    [Fact]
    public void Every_state_failure_and_right_of_a_directory_and_every_refused_setting_of_it_has_its_words() => AssertTexts<SettingsTexts>(
        Enum.GetNames<DirectoryCondition>().SelectMany(name => new[] { $"OnPremises.Condition.{name}", $"OnPremises.Condition.{name}.Text" })
            .Concat(Enum.GetNames<RemovalHold>().Select(name => $"OnPremises.Reading.Hold.{name}"))
            .Concat(Enum.GetNames<LdapFailure>().Append(DirectorySync.Unexpected).SelectMany(name => new[] { $"OnPremises.Failure.{name}", $"OnPremises.Failure.{name}.Fix" }))
            .Concat(Enum.GetNames<Right>().SelectMany(name => new[] { $"OnPremises.Right.{name}", $"OnPremises.Right.{name}.Text" }))
            .Concat(Enum.GetNames<DirectoryChoice>().SelectMany(name => new[] { $"OnPremises.Kind.{name}", $"OnPremises.Kind.{name}.Text" }))
            .Concat(Enum.GetNames<Capability>().Select(name => $"OnPremises.Capability.{name}")).Concat(Enum.GetNames<Hindrance>().Select(name => $"OnPremises.Hindrance.{name}"))
            .Concat(
                new DirectorySettings
                {
                    Authorities = new('x', DirectorySettings.MaxAuthorities + 1),
                    SearchBase = "\n",
                    Filter = new('x', DirectorySettings.MaxFilter + 1),
                    ExceptedGroups = [""],
                    NameAttribute = "",
                    DefaultPolicy = "\n",
                }.Faults().Select(name => $"OnPremises.{name}.Refused")));

    [Fact]
    public void Every_refused_password_is_told_why() => AssertTexts<PasswordTexts>(Enum.GetNames<PasswordRefusal>().Select(name => $"Refused.{name}").Concat(Enumerable.Range(0, 5).Select(level => $"Strength.{level}")));

    [Fact]
    public void Every_change_of_a_password_that_is_refused_is_told_why() =>
        AssertTexts<ChangePasswordTexts>(Enum.GetValues<PasswordChange>().Except([PasswordChange.Done, PasswordChange.PasswordRefused]).Select(change => $"Change.{change}"));

    [Fact]
    public void Every_answer_that_does_not_pass_is_told_why()
    {
        var outcomes = Enum.GetValues<AnswerOutcome>().Except([AnswerOutcome.Passed]).ToList();

        AssertTexts<ChallengeTexts>([.. outcomes.SelectMany(outcome => Enum.GetValues<ResponseShape>().Select(shape => ChallengeForm.Text(outcome, shape))), "NotLookedAt", "TooSoon", "TooManyMessages"]);
        AssertTexts<RegistrationTexts>(outcomes.Select(outcome => $"Answer.{outcome}"));
    }

    [Fact]
    public void Every_refused_target_is_told_why() => AssertTexts<RegistrationTexts>(Enum.GetNames<TargetRefusal>().Select(name => $"Target.{name}"));

    [Fact]
    public void Every_refused_choice_is_told_why() => AssertTexts<ChallengeTexts>(
        new[] { ChooseOutcome.NotAMethod, ChooseOutcome.TargetMissing, ChooseOutcome.NotATarget, ChooseOutcome.TargetMismatch }.Select(outcome => $"Choose.{outcome}"));

    [Fact]
    public void Every_refused_journey_has_its_page() => AssertTexts<RecoveryTexts>(
        Enum.GetValues<RecoveryRefusal>().Select(refusal => RefusalPage.For(refusal).Text).Concat(["Completed", "Rehearsed", "Unlocked", "Cancelled", "NotNowUnlock"]).SelectMany(page => new[] { $"Outcome.{page}.Title", $"Outcome.{page}.Text" }));

    [Fact]
    public void Every_goal_and_every_step_of_a_journey_has_its_words() => AssertTexts<RecoveryTexts>(
        Enum.GetNames<RecoveryGoal>().SelectMany(goal => new[] { $"Goal.{goal}", $"Goal.{goal}Hint" })
            .Concat(new[] { "Identify", "Verify", "Verify1", "Verify2", "NewPassword", "Unlock" }.Select(step => $"Step.{step}")));

    [Fact]
    public void Every_refused_file_and_line_is_told_why() => AssertTexts<ImportTexts>(
        Enum.GetNames<ImportRefusal>().Select(name => $"Refused.{name}")
            .Concat(Enum.GetNames<AccountFaultReason>().Concat(Enum.GetNames<ImportLineFault>()).Select(name => $"Reason.{name}"))
            .Concat(Enum.GetNames<ImportState>().SelectMany(name => new[] { $"State.{name}", $"Lede.{name}" }))
            .Concat(ImportColumns.All.Select(name => $"Column.{name}"))
            .Concat(Enum.GetValues<AccountResult>().Except([AccountResult.Deleted, AccountResult.NotFound, AccountResult.Conflict]).Select(result => $"Would.{result}")));

    [Fact]
    public void Every_scope_of_a_key_has_its_words() => AssertTexts<KeysTexts>(ApiScopes.All.Select(scope => $"Scope.{scope}"));

    [Fact]
    public void Every_status_has_its_page() => AssertTexts<SharedTexts>(
        Enumerable.Range(400, 200).Select(status => new ErrorPage(status, "").TextKey).Distinct().SelectMany(key => new[] { key + "Title", key + "Text" }));

    [Fact]
    public void Every_outcome_of_the_audit_has_its_words() => AssertTexts<AuditTexts>(
        Enum.GetNames<AuditCode>().Select(name => $"Code.{name}").Concat(Enum.GetNames<AuditResult>().Select(name => $"Result.{name}"))
            .Concat(Enum.GetNames<AuditFault>().Append("Intact").Select(name => $"Found.{name}")));

    [Fact]
    public void Every_step_setting_and_change_of_a_group_that_the_audit_names_has_its_words() => AssertTexts<AuditTexts>(
        Enum.GetNames<RecoveryStep>().Concat(Enum.GetNames<GroupChange>()).Concat(JsonSerializer.SerializeToNode(new SsprPolicy(), SsprPolicy.Json)!.AsObject().Select(setting => setting.Key).Except([nameof(SsprPolicy.Directory)]))
            .Concat(JsonSerializer.SerializeToNode(new DirectorySettings(), SsprPolicy.Json)!.AsObject().Select(setting => "Directory." + setting.Key)).Select(name => $"Stage.{name}"));

    [Fact]
    public void Every_reason_that_the_audit_names_has_its_words() => AssertTexts<AuditTexts>(
        new[]
        {
            Enum.GetNames<RecoveryRefusal>(), Enum.GetNames<PasswordRefusal>(), Enum.GetNames<PasswordCheck>().Except([nameof(PasswordCheck.Right)]), Enum.GetNames<PasswordChange>().Except([nameof(PasswordChange.Done)]),
            Enum.GetNames<AnswerOutcome>().Except([nameof(AnswerOutcome.Passed)]), Enum.GetNames<AccountField>(), Enum.GetNames<MessageChannel>(), [nameof(ImportState.Done), nameof(ImportState.Cancelled), nameof(ImportState.Stopped)],
            // Both sides of a decision.
            Enum.GetNames<ResetScope>(), Enum.GetNames<DisclosureMode>(), Enum.GetNames<SecondFactorScope>(), Enum.GetNames<DirectoryKind>(), ["true", "false"],
        }.SelectMany(names => names).Select(name => $"Reason.{name}"));

    [Fact]
    public void Every_role_has_its_words()
    {
        AssertTexts<AdminTexts>(Enum.GetNames<PortalRole>().Select(name => $"Role.{name}"));
        AssertTexts<UsersTexts>(Enum.GetNames<PortalRole>().Select(name => $"Role.{name}.Text").Concat(Enum.GetValues<ActResult>().Except([ActResult.Done]).Select(result => $"Act.{result}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ja")]
    public void What_a_risky_setting_is_mended_by_is_named_as_its_page_and_its_label_name_it(string language)
    {
        var pages = Values(typeof(AdminTexts), language).Where(text => text.Key.StartsWith("Page.", StringComparison.Ordinal)).Select(text => text.Value).ToHashSet();
        var labels = Values(typeof(SettingsTexts), language).Select(text => text.Value).ToHashSet();
        var places = Values(typeof(HealthTexts), language).Where(text => text.Key.StartsWith("Lint.", StringComparison.Ordinal)).Select(text => Place().Match(text.Value)).Where(match => match.Success).ToList();

        Assert.True(places.Count >= 7, $"Only {places.Count} places were found: the search is broken.");
        Assert.All(places, place => Assert.True(pages.Contains(place.Groups[1].Value) && labels.Contains(place.Groups[2].Value), place.Value));
    }

    [Fact]
    public void Every_risky_setting_and_every_fate_of_a_message_has_its_words() => AssertTexts<HealthTexts>(
        SettingsLinter.All.Select(setting => $"Lint.{setting.Id}")
            .Concat(Enum.GetNames<MessageState>().SelectMany(name => new[] { $"Fate.{name}", $"Fate.{name}.Text" }))
            .Concat(Enum.GetNames<MessageChannel>().Select(name => $"Channel.{name}")).Concat(Enum.GetNames<HealthStatus>().Select(name => $"Status.{name}")));

    [Fact]
    public void Every_period_and_every_stage_of_a_report_has_its_words() => AssertTexts<ReportTexts>(
        Enum.GetNames<ReportPeriod>().Select(name => $"Period.{name}").Concat(Enum.GetNames<FunnelStage>().Select(name => $"Funnel.{name}")));

    [Fact]
    public void Every_channel_has_its_name() => AssertTexts<DevelopmentTexts>(Enum.GetNames<MessageChannel>().Select(name => $"Channel.{name}"));

    [Fact]
    public void Every_purpose_has_its_messages()
    {
        var keys = Enum.GetNames<ChallengePurpose>().SelectMany(purpose => new[] { $"Code.Text.{purpose}", $"Code.Email.{purpose}.Subject", $"Code.Email.{purpose}.Text" })
            .Append("Code.Call.Registration").Concat(Enum.GetValues<ChallengePurpose>().Except([ChallengePurpose.Registration]).Select(purpose => $"Call.{purpose}"));

        AssertTexts<MessageTexts>(keys);
    }

    [Fact]
    public void Every_notice_has_its_messages() => AssertTexts<MessageTexts>(
        Enum.GetNames<NoticeKind>().SelectMany(kind => new[] { $"Notice.{kind}.Subject", $"Notice.{kind}.Text", $"Notice.{kind}.Short" }));

    [Fact]
    public void Every_key_that_a_source_names_exists()
    {
        var found = 0;
        foreach (var file in Directory.EnumerateFiles(Web, "*.cshtml", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Web, "*.cs", SearchOption.AllDirectories)).Where(IsSource))
        {
            var source = File.ReadAllText(file);
            var imports = Path.Combine(Path.GetDirectoryName(file)!, "_ViewImports.cshtml");
            var own = Localizer().Match(source) is { Success: true } here ? here.Groups[1].Value
                : File.Exists(imports) && Localizer().Match(File.ReadAllText(imports)) is { Success: true } beside ? beside.Groups[1].Value
                : File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "..", "_ViewImports.cshtml")) ? Localizer().Match(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "_ViewImports.cshtml"))).Groups[1].Value
                : nameof(SharedTexts);
            foreach (Match use in Use().Matches(source))
            {
                var texts = use.Groups[1].Value switch
                {
                    "M" => typeof(MethodTexts),
                    "S" => typeof(SharedTexts),
                    "C" => typeof(ChallengeTexts),
                    "P" => typeof(PasswordTexts),
                    _ => typeof(SharedTexts).Assembly.GetType($"SsprPortal.Web.Resources.{own}", throwOnError: true)!,
                };
                foreach (Match key in Key().Matches(use.Groups[2].Value))
                {
                    found++;
                    Assert.True(new ResourceManager(texts).GetString(key.Groups[1].Value, CultureInfo.InvariantCulture) is not null, $"{Path.GetFileName(file)} names {texts.Name} {key.Groups[1].Value}, which there is not.");
                }
            }
        }

        Assert.True(found > 80, $"Only {found} keys were found: the search is broken.");
    }

    [Fact]
    public void Every_word_that_a_page_asks_of_a_method_is_one_that_methods_have()
    {
        var asked = Directory.EnumerateFiles(Path.Combine(Web, "Features"), "*.cshtml", SearchOption.AllDirectories).SelectMany(file => OfMethod().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().ToList();

        Assert.True(asked.Count > 8, $"Only {asked.Count} words were found: the search is broken.");
        Assert.Empty(asked.Except(MethodTests.Words));
    }

    [Fact]
    public void Every_key_that_the_first_page_refuses_with_exists() => AssertTexts<RecoveryTexts>(
        Dotted().Matches(File.ReadAllText(Path.Combine(Web, "Features", "Recovery", "IdentifyController.cs"))).Select(match => match.Groups[1].Value));

    internal static void AssertTexts<T>(IEnumerable<string> keys)
    {
        var texts = new ResourceManager(typeof(T));
        foreach (var culture in new[] { CultureInfo.InvariantCulture, new CultureInfo("ja") })
        {
            var set = texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
            Assert.All(keys, key => Assert.False(string.IsNullOrWhiteSpace(set.GetString(key)), $"{typeof(T).Name} has no {key} ({culture.Name})"));
        }
    }

    private static IEnumerable<(string Key, string Value)> Values(Type texts, string language) =>
        new ResourceManager(texts).GetResourceSet(new CultureInfo(language), createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(text => ((string)text.Key, (string)text.Value!));

    private static bool IsSource(string file) => !Path.GetRelativePath(Web, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules");

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(?:T|texts)\b")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"(?<![\w.])(T|S|M|C|P|texts|Texts)\[([^\]]*)\]")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?<!\w)M\[\$""\{[^}]*\}\.(\w+)""")]
    private static partial Regex OfMethod();

    [GeneratedRegex(@"(?<![$+] ?)""([A-Z][\w.]*|[a-z]+\.[A-Z]\w*)""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\(([^():]+): ([^()]+)\)[.。]$")]
    private static partial Regex Place();

    [GeneratedRegex(@"""(Identify\.\w+)""")]
    private static partial Regex Dotted();
}
