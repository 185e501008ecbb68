namespace SsprPortal.Web.Hosting;

/// <summary>The demonstration organisation: in Development, unless <c>Demonstration</c> says no; nowhere else.</summary>
public static class Demonstration
{
    /// <summary>Whether it is wanted.</summary>
    /// <exception cref="InvalidOperationException">It is wanted outside Development.</exception>
    public static bool IsWanted(IConfiguration configuration, IHostEnvironment environment)
    {
        var wanted = configuration.GetValue("Demonstration", environment.IsDevelopment());
        return !wanted || environment.IsDevelopment() ? wanted : throw new InvalidOperationException("Demonstration is for Development only: its passwords are public.");
    }

    /// <summary>Says where the portal is, who can sign in, and where the codes appear.</summary>
    public static async Task WriteAsync(TextWriter output, Uri address, IReadOnlyList<(string UserName, string Password, string State)> people)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(people);
        if (people.Count == 0)
            return;
        await output.WriteLineAsync($"""

            SSPR Portal      {address}
            Reset a password {new Uri(address, "/passwordreset")}
            Register         {new Uri(address, "/ssprsetup")}
            Codes appear at  {new Uri(address, "/development/inbox")}

            Everybody's password is: {people[0].Password}
            """);
        foreach (var (userName, _, state) in people)
            await output.WriteLineAsync($"  {userName,-22} {state}");
        await output.WriteLineAsync("\nCtrl-C stops the portal and its database.\n");
    }
}
