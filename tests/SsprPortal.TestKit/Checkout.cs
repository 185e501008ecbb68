namespace SsprPortal.TestKit;

/// <summary>The source tree that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where <c>npm ci</c> puts the front-end assets and PostgreSQL's programs.</summary>
    public static string NodeModules { get; } = Path.Combine(Root, "src", "SsprPortal.Web", "node_modules");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SsprPortal.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests has SsprPortal.sln.");
        return folder.FullName;
    }
}
