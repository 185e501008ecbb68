using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>A verification method is more than its class: whoever adds one and forgets a view or a text finds it here.</summary>
public sealed class MethodTests : IAsyncLifetime
{
    private static readonly string Web = Path.Combine(Checkout.Root, "src", "SsprPortal.Web");
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public void Every_method_can_be_chosen_answered_and_registered()
    {
        var methods = portal.Services.GetServices<IVerificationMethod>().ToList();
        var icons = File.ReadAllText(Path.Combine(Web, "wwwroot", "icons.svg"));

        Assert.NotEmpty(methods);
        Assert.Equal(methods.Count, methods.DistinctBy(method => method.Id).Count());
        foreach (var method in methods)
        {
            Assert.Matches("^[a-z][a-z-]{0,31}$", method.Id);
            Assert.Matches("^[a-z-]{1,32}$", method.RegistrationKind);
            Assert.True(File.Exists(Path.Combine(Web, "Features", "Recovery", "Challenges", $"_{method.Shape}.cshtml")), $"No view asks for the answer of {method.Id}.");
            Assert.Contains($"id=\"{method.Id}\"", icons, StringComparison.Ordinal);
            TextKeyTests.AssertTexts<RecoveryTexts>([$"Method.{method.Id}", $"Sent.{method.Id}", $"Hint.{method.RegistrationKind}"]);
        }
    }

    [Fact]
    public void Every_method_that_is_registered_has_its_pages_and_its_words()
    {
        foreach (var method in portal.Services.GetServices<IVerificationMethod>().OfType<IRegistrableMethod>())
        {
            var kind = method.RegistrationKind;
            Assert.True(File.Exists(Path.Combine(Web, "Features", "Registration", "Methods", $"_{method.Id}.cshtml")), $"No view asks for the target of {method.Id}.");
            TextKeyTests.AssertTexts<RegistrationTexts>(
            [
                $"Sent.{method.Id}", $"Kind.{kind}", $"Registered.{kind}", $"Confirm.Other.{kind}",
                $"Enrol.{kind}.Title", $"Enrol.{kind}.Lede", $"Enrol.{kind}.Label", $"Enrol.{kind}.Hint", $"Enrol.{kind}.Send",
            ]);
            TextKeyTests.AssertTexts<MessageTexts>([$"Method.{kind}"]);
        }
    }
}
