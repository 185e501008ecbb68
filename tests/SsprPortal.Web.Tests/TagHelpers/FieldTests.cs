using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;
using SsprPortal.Web.TagHelpers;

namespace SsprPortal.Web.Tests.TagHelpers;

public sealed partial class FieldTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddLocalization().AddControllersWithViews().Services.BuildServiceProvider();
    private readonly IStringLocalizer<SharedTexts> texts = Services.GetRequiredService<IStringLocalizer<SharedTexts>>();
    private readonly IStringLocalizer<PasswordTexts> passwordTexts = Services.GetRequiredService<IStringLocalizer<PasswordTexts>>();
    private readonly ViewDataDictionary<Form> page;

    public FieldTests()
    {
        CultureInfo.CurrentUICulture = new("en-US");
        page = new(Services.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary()) { Model = new() };
    }

    private sealed class Form
    {
        [StringLength(256)]
        public string UserName { get; set; } = "";

        public string? Password { get; set; }

        public string Country { get; set; } = "JP";

        public List<string> Answers { get; set; } = ["", ""];
    }

    [Fact]
    public void A_field_ties_label_hint_and_input_together()
    {
        var html = Render(new FieldTagHelper(texts) { Label = "User ID", Hint = "As on your badge", Autocomplete = "username", For = Expression("UserName") });

        Assert.Contains("<label for=\"UserName\">User ID</label>", html, StringComparison.Ordinal);
        Assert.Contains("id=\"UserName-hint\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"UserName-hint\"", html, StringComparison.Ordinal);
        Assert.Contains("maxlength=\"256\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-required=\"true\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_read_with_the_field_and_what_was_typed_is_kept_and_encoded()
    {
        Fail("UserName", "<b>taro\"", "Enter your <user> ID.");

        var html = Render(new FieldTagHelper(texts) { Hint = "h", For = Expression("UserName") });

        Assert.Contains("aria-describedby=\"UserName-hint UserName-error\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;b&gt;taro&quot;\"", html, StringComparison.Ordinal);
        Assert.Contains("Enter your &lt;user&gt; ID.", html, StringComparison.Ordinal);
        Assert.Contains("class=\"field invalid\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_and_a_code_never_come_back()
    {
        page.Model!.Password = "model-secret";
        Fail("Password", "typed-secret", "Too short.");

        foreach (var field in new FieldTagHelper[] { new PasswordFieldTagHelper(texts, passwordTexts), new CodeFieldTagHelper(texts) })
        {
            field.For = Expression("Password");
            Assert.DoesNotContain("secret", Render(field), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_new_password_has_a_place_that_says_how_strong_it_is_and_nothing_in_it_without_script()
    {
        var html = Render(new PasswordFieldTagHelper(texts, passwordTexts) { For = Expression("Password"), Strength = ["taro@contoso.com", "\"<Contoso>"] });

        Assert.Contains("<meter aria-hidden=\"true\" hidden=\"\"", html, StringComparison.Ordinal);
        Assert.Contains("<span role=\"status\"></span>", html, StringComparison.Ordinal);
        Assert.Contains("Strength: very weak", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<Contoso>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("strength", Render(new PasswordFieldTagHelper(texts, passwordTexts) { For = Expression("Password") }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_page_adds_goes_to_the_input_and_its_class_to_the_box()
    {
        var html = Render(new PhoneFieldTagHelper(texts) { For = Expression("UserName") }, new("class", "phone-only"), new("autofocus", "autofocus"), new("maxlength", "9"));

        Assert.StartsWith("<div class=\"field phone-only\">", html, StringComparison.Ordinal);
        Assert.Matches("<input[^>]* autofocus=", html);
        Assert.Contains("type=\"tel\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_country_is_chosen_by_its_name_and_its_calling_code()
    {
        var html = Render(new CountryFieldTagHelper(texts) { For = Expression("Country"), Countries = ["US", "JP", "ZZ", "GB"] }, new TagHelperAttribute("autofocus", "autofocus"));

        Assert.Contains("<label for=\"Country\">Country or region</label>", html, StringComparison.Ordinal);
        Assert.Matches("<select[^>]* id=\"Country\" name=\"Country\"", html);
        Assert.Matches("<select[^>]* autofocus=", html);
        Assert.Equal(
            ["<option selected=\"selected\" value=\"JP\">Japan (&#x2B;81)</option>", "<option value=\"GB\">United Kingdom (&#x2B;44)</option>", "<option value=\"US\">United States (&#x2B;1)</option>"],
            Options(html));
        Assert.DoesNotContain("<input", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_country_that_was_chosen_stays_chosen_beside_its_error()
    {
        Fail("Country", "GB", "Choose another country.");

        var html = Render(new CountryFieldTagHelper(texts) { For = Expression("Country"), Countries = ["JP", "GB"], Label = "Where" });

        Assert.Contains("<label for=\"Country\">Where</label>", html, StringComparison.Ordinal);
        Assert.Matches("<select[^>]* aria-describedby=\"Country-error\"[^>]* aria-invalid=\"true\"", html);
        Assert.Equal(["JP", "GB selected"], Options(html).Select(option => (option.Contains("\"GB\"", StringComparison.Ordinal) ? "GB" : "JP") + (option.Contains("selected", StringComparison.Ordinal) ? " selected" : "")));
    }

    [Fact]
    public void A_country_that_may_not_be_chosen_is_not_offered_because_somebody_posts_it()
    {
        Fail("Country", "\"><script>", "Choose another country.");

        var html = Render(new CountryFieldTagHelper(texts) { For = Expression("Country"), Countries = ["JP"] });

        Assert.Equal("<option value=\"JP\">Japan (&#x2B;81)</option>", Assert.Single(Options(html)));
        Assert.DoesNotContain("script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_japanese_list_of_countries_is_in_the_order_of_the_kana()
    {
        CultureInfo.CurrentUICulture = new("ja-JP");

        var html = Render(new CountryFieldTagHelper(texts) { For = Expression("Country"), Countries = ["JP", "US", "KR", "DE", "FR"] });

        Assert.Contains("国または地域", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Equal(
            ["アメリカ合衆国 (+1)", "韓国 (+82)", "ドイツ (+49)", "日本 (+81)", "フランス (+33)"],
            Options(System.Net.WebUtility.HtmlDecode(html)).Select(option => option.Split('>')[1].Split('<')[0]));
    }

    [Fact]
    public void Items_of_a_list_have_ids_of_their_own_that_the_summary_leads_to()
    {
        Fail("Answers[1]", "x", "Too short.");

        Assert.Contains("id=\"Answers_1_\"", Render(new FieldTagHelper(texts) { For = Expression("Answers[1]") }), StringComparison.Ordinal);
        Assert.Contains("href=\"#Answers_1_\"", Render(new ErrorSummaryTagHelper(texts)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_is_there_only_when_something_is_wrong()
    {
        Assert.Equal("", Render(new ErrorSummaryTagHelper(texts)));

        page.ModelState.AddModelError("", "The two do not match.");
        var html = Render(new ErrorSummaryTagHelper(texts));

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("tabindex=\"-1\"", html, StringComparison.Ordinal);
        Assert.Contains("<li>The two do not match.</li>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steps_speak_japanese_too()
    {
        CultureInfo.CurrentUICulture = new("ja-JP");

        var html = Render(new StepIndicatorTagHelper(texts) { Current = 2, Steps = ["a", "b", "c"] });

        Assert.Contains("進み具合", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("<li aria-current=\"step\"><span>b</span></li>", html, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Options(string html) => Option().Matches(html).Select(option => option.Value);

    [GeneratedRegex("<option[^>]*>[^<]*</option>")]
    private static partial Regex Option();

    private ModelExpression Expression(string name) => Services.GetRequiredService<IModelExpressionProvider>() switch
    {
        ModelExpressionProvider provider => new(name, name == "Answers[1]"
            ? provider.CreateModelExpression(page, form => form.Answers[1]).ModelExplorer
            : page.ModelExplorer.GetExplorerForProperty(name)),
        _ => throw new InvalidOperationException(),
    };

    private void Fail(string name, string typed, string message)
    {
        page.ModelState.SetModelValue(name, typed, typed);
        page.ModelState.AddModelError(name, message);
    }

    private string Render(TagHelper helper, params TagHelperAttribute[] attributes)
    {
        var view = new ViewContext { ViewData = page, HttpContext = new DefaultHttpContext() };
        helper.GetType().GetProperty("ViewContext")?.SetValue(helper, view);
        var output = new TagHelperOutput("x", [.. attributes], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        helper.Process(new TagHelperContext([], new Dictionary<object, object>(), "id"), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
