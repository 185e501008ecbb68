using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using SsprPortal.TestKit;
using SsprPortal.Web.Features.Admin.Settings;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>The plan of the house (docs/architecture.md), as far as a machine can read it.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Adapters = ["SsprPortal.Data", "SsprPortal.Data.PostgreSql", "SsprPortal.Data.SqlServer", "SsprPortal.ActiveDirectory", "SsprPortal.Messaging"];
    private static readonly string[] ForbiddenFolders = ["Common", "Helpers", "Utils", "Services", "Models", "Interfaces"];

    // What another project needs beside Add…, Use… and options.
    private static readonly string[] ReviewedPublicTypes = ["PortalDbContext", "PortalUser", "DatabaseErrors", "DesignTimeDbContext", "EmbeddedPostgreSql", "EmbeddedPostgreSqlException"];

    [Fact]
    public void Core_knows_no_web_no_database_no_network()
    {
        string[] forbidden = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Npgsql", "System.Data", "System.DirectoryServices", "System.Net.Http", "System.Net.Sockets", "SsprPortal"];

        Assert.DoesNotContain(Assembly.Load("SsprPortal.Core").GetReferencedAssemblies(), reference => forbidden.Any(each => reference.Name!.StartsWith(each, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_adapter_knows_core_and_its_own_base_only() => Assert.All(Adapters, name =>
    {
        string[] allowed = name.StartsWith("SsprPortal.Data.", StringComparison.Ordinal) ? ["SsprPortal.Core", "SsprPortal.Data"] : ["SsprPortal.Core"];
        Assert.Empty(Assembly.Load(name).GetReferencedAssemblies().Select(each => each.Name!).Where(each => each.StartsWith("SsprPortal", StringComparison.Ordinal)).Except(allowed));
    });

    [Fact]
    public void An_adapter_shows_only_how_to_add_it_and_its_options()
    {
        var shown = Adapters.SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => type.Namespace?.Contains(".Migrations", StringComparison.Ordinal) != true && !type.IsNested)
            .Where(type => !type.Name.EndsWith("Options", StringComparison.Ordinal) && !(type.IsAbstract && type.IsSealed && type.Name.EndsWith("Extensions", StringComparison.Ordinal)))
            .Select(type => type.Name);

        Assert.Empty(shown.Except(ReviewedPublicTypes));
    }

    [Fact]
    public void Nothing_stands_at_the_root_of_core_but_its_registration() => Assert.Equal(
        ["CoreServiceCollectionExtensions.cs", "SsprPortal.Core.csproj"],
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "SsprPortal.Core")).Select(Path.GetFileName).Order());

    [Fact]
    public void The_program_is_a_table_of_contents() => Assert.InRange(File.ReadAllLines(Path.Combine(Checkout.Root, "src", "SsprPortal.Web", "Program.cs")).Length, 1, 79);

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "SsprPortal.sln"));

        Assert.All(Files("*.csproj").Where(file => !file.StartsWith("eng", StringComparison.Ordinal)), project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        var wrong = from file in Files("*.cs")
                    where !file.Contains("/Migrations/", StringComparison.Ordinal)
                    let space = Namespace().Match(File.ReadAllText(Path.Combine(Checkout.Root, file)))
                    where space.Success && space.Groups[1].Value != Path.GetDirectoryName(file)!.Split('/', 2)[1].Replace('/', '.')
                    select file;

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_folder_is_a_drawer_for_everything()
    {
        var folders = Files("*.cs").Concat(Files("*.cshtml")).Select(file => Path.GetDirectoryName(file)!).Where(folder => folder.StartsWith("src", StringComparison.Ordinal)).Distinct().ToList();

        Assert.DoesNotContain(folders, folder => folder.Split('/').Any(part => ForbiddenFolders.Contains(part)));
        Assert.Equal(["src/SsprPortal.Web/Features/Shared"], folders.Where(folder => folder.Split('/').Contains("Shared")));
    }

    [Fact]
    public void No_type_is_a_manager_a_helper_or_a_util()
    {
        var types = Adapters.Append("SsprPortal.Core").Append("SsprPortal.Web").SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => type.Namespace?.StartsWith("SsprPortal", StringComparison.Ordinal) == true && !type.IsSubclassOf(typeof(TagHelper)));

        Assert.DoesNotContain(types, type => DrawerName().IsMatch(type.Name));
    }

    [Fact]
    public void No_page_has_anything_inline_that_the_content_security_policy_would_refuse() => Assert.All(Files("*.cshtml"), file =>
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Root, file));
        Assert.False(Inline().IsMatch(source), $"{file}: {Inline().Match(source).Value}");
    });

    // What is marked so stands in no page, not even hidden while somebody is proved.
    [Fact]
    public void Every_password_of_a_form_is_a_secret()
    {
        var types = typeof(SecretAttribute).Assembly.GetTypes();
        var fields = from file in Files("*.cshtml")
                     let source = File.ReadAllText(Path.Combine(Checkout.Root, file))
                     from Match field in PasswordField().Matches(source)
                     select types.Single(type => type.Name == Model().Match(source).Groups[1].Value).GetProperty(field.Groups[1].Value)!;
        var named = types.Where(type => type.Name.EndsWith("Form", StringComparison.Ordinal)).SelectMany(type => type.GetProperties()).Where(property => property.Name.EndsWith("Password", StringComparison.Ordinal));

        Assert.All(fields.Concat(named), property => Assert.True(property.IsDefined(typeof(SecretAttribute)), $"{property.DeclaringType}.{property.Name}"));
    }

    [Fact]
    public void A_form_whose_secret_a_proof_leaves_out_is_one_of_settings_which_asks_for_it_again()
    {
        var actions = typeof(FreshProofAttribute).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FreshProofAttribute)) || method.DeclaringType!.IsDefined(typeof(FreshProofAttribute)));
        var forms = actions.SelectMany(action => action.GetParameters()).Select(parameter => parameter.ParameterType).Where(type => type.GetProperties().Any(property => property.IsDefined(typeof(SecretAttribute))));

        Assert.All(forms, form => Assert.True(form.IsSubclassOf(typeof(SettingsForm)), form.Name));
        Assert.Contains(typeof(OnPremisesForm), forms);
    }

    // Messages leave on a thread of their own: one that is not there yet may still come.
    [Fact]
    public void No_test_says_which_messages_there_are_before_all_of_them_left() => Assert.DoesNotContain(
        Files("*.cs"), file => MessagesByNow().IsMatch(File.ReadAllText(Path.Combine(Checkout.Root, file))));

    // Relative to the checkout, with forward slashes; nothing that a build or a package manager made.
    private static List<string> Files(string pattern) =>
    [
        .. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin" or "node_modules")),
    ];

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^@model (?:[\w.]+\.)?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Model();

    [GeneratedRegex("<password-field for=\"(\\w+)\"")]
    private static partial Regex PasswordField();

    [GeneratedRegex(@"Assert\.\w+\([^;]*\bportal\.Messages\b")]
    private static partial Regex MessagesByNow();

    [GeneratedRegex("(Manager|Helper|Utils?)$")]
    private static partial Regex DrawerName();

    [GeneratedRegex(@"Html\.Raw|<style\b|\sstyle\s*=|<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
