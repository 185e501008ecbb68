using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>A verification method is more than its class: whoever adds one and forgets a view, a text or a test finds it here.</summary>
public sealed class MethodTests : IAsyncLifetime
{
    /// <summary>What is said of a method, or of the kind it registers: the last parts of the names in MethodTexts.</summary>
    internal static readonly string[] Words = [.. OfEveryMethod, .. OfEveryKind, .. OfRegistrableKinds, .. OfSome];

    private static readonly string Web = Path.Combine(Checkout.Root, "src", "SsprPortal.Web");
    private PortalHost portal = null!;

    private static string[] OfEveryMethod => ["Name", "Noun", "Issued"];

    private static string[] OfEveryKind => ["Hint", "Title", "Entry"];

    private static string[] OfRegistrableKinds => ["Enrol", "EnrolText", "Begin", "Notice"];

    // A method that has something to prove, and one that has its own word for the button.
    private static string[] OfSome => ["Registering", "Other", "Confirm"];

    private List<IVerificationMethod> Methods => [.. portal.Services.GetServices<IVerificationMethod>()];

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public void Every_method_can_be_chosen_and_answered()
    {
        var icons = File.ReadAllText(Path.Combine(Web, "wwwroot", "icons.svg"));

        Assert.True(Methods.Count >= 8);
        Assert.Equal(Methods.Count, Methods.DistinctBy(method => method.Id).Count());
        foreach (var method in Methods)
        {
            Assert.Matches("^[a-z][a-z-]{0,31}$", method.Id);
            Assert.Matches("^[a-z][a-z-]{0,31}$", method.RegistrationKind);
            Assert.True(File.Exists(Path.Combine(Web, "Features", "Challenges", $"_{method.Id}.cshtml")), $"No view asks for the answer of {method.Id}.");
            Assert.Contains($"id=\"{method.Icon}\"", icons, StringComparison.Ordinal);
            TextKeyTests.AssertTexts<MethodTexts>([.. OfEveryMethod.Select(word => $"{method.Id}.{word}"), .. OfEveryKind.Select(word => $"{method.RegistrationKind}.{word}")]);
            if (method.Channel is not null)
                TextKeyTests.AssertTexts<ChallengeTexts>([$"Resend.{method.Shape}", $"SentAgain.{method.Shape}"]);
        }
    }

    [Fact]
    public async Task Every_method_that_is_registered_has_its_pages_and_its_words()
    {
        foreach (var method in Methods.OfType<IRegistrableMethod>())
        {
            var kind = method.RegistrationKind;
            Assert.True(File.Exists(Path.Combine(Web, "Features", "Registration", "Methods", $"_{kind}.cshtml")), $"No view asks for what {method.Id} registers.");
            TextKeyTests.AssertTexts<MethodTexts>(OfRegistrableKinds.Select(word => $"{kind}.{word}"));
            if (await HasToBeProvedAsync(method))
                TextKeyTests.AssertTexts<MethodTexts>([$"{method.Id}.Registering", $"{kind}.Other"]);
            if (Methods.OfType<IRegistrableMethod>().Count(each => each.RegistrationKind == kind) > 1)
                Assert.Contains($"Phone.Via.{method.Id}", AllOf(typeof(RegistrationTexts)));
        }
    }

    [Fact]
    public void No_word_is_left_of_a_method_that_there_is_not()
    {
        var known = Methods.SelectMany(method => new[] { method.Id, method.RegistrationKind });

        Assert.Empty(AllOf(typeof(MethodTexts)).Select(name => name.Split('.')[0]).Distinct().Except(known));
    }

    [Fact]
    public void Every_method_has_a_test_of_what_all_of_them_keep()
    {
        var contracts = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(source => source.Contains(": MethodContract", StringComparison.Ordinal)).ToList();

        Assert.All(Methods, method => Assert.True(
            contracts.Exists(source => Regex.IsMatch(source, $@"\bnew {method.GetType().Name}\(")), $"No test class inherits MethodContract and makes a {method.GetType().Name}."));
    }

    // Something that only its owner can prove, and what is given by the portal, is proved; what is only known is not.
    private static async Task<bool> HasToBeProvedAsync(IRegistrableMethod method)
    {
        var answers = Enumerable.Range(1, 5).Select(number => new TypedAnswer($"q{number:D2}", $"violet lantern {number}")).ToList();
        var person = new Core.Directory.DirectoryUser(Guid.NewGuid(), "pat@contoso.com", "Pat", null, null, true, new HashSet<Guid>());
        var draft = await method.DraftAsync(new(method.Class == MethodClass.Mailbox ? "pat@example.org" : "090-1234-5678", "JP", answers), person, new SsprPolicy(), default);
        Assert.Null(draft.Refusal);
        return !draft.IsProved;
    }

    private static IEnumerable<string> AllOf(Type texts) => new System.Resources.ResourceManager(texts)
        .GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key);
}
