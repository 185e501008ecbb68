using System.Diagnostics;
using System.Text.RegularExpressions;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>A reset that obeys the history, on a real domain controller that can: Samba 4.24, as Windows does.</summary>
public partial class HistoryTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private const string Fresh = "Fresh-Pa55word!", Another = "Another-Pa55word!";

    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts(new() { KeepHistory = true });

    [HistoryFact]
    public async Task A_reset_to_one_of_the_last_passwords_is_refused_and_one_to_a_new_password_is_not()
    {
        var dn = await domain.AddUserAsync("history");
        var id = await domain.IdAsync(dn);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Another, false, default)).Outcome);

        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, Another, false, default)).Outcome);

        Assert.Null(await domain.SignInAsync(dn, Another));
    }

    [HistoryFact]
    public async Task The_portal_is_told_that_this_server_can() => Assert.Contains(Capability.History, Assert.Single(await _accounts.ProbeAsync(default)).Capabilities);

    /// <summary>Runs where the domain controller offers policy hints, which Samba does since 4.24; says so where it does not.</summary>
    private sealed partial class HistoryFactAttribute : FactAttribute
    {
        private static readonly Version Since = new(4, 24);

        public HistoryFactAttribute()
        {
            if (Installed() is { } version && version < Since)
                Skip = $"Samba {version} offers no policy hints (1.2.840.113556.1.4.2239): a reset cannot obey the history. {Since} does, and Windows.";
        }

        // Where none is installed the domain says so, and the test fails.
        private static Version? Installed()
        {
            try
            {
                using var samba = Process.Start(new ProcessStartInfo("/usr/sbin/samba", ["--version"]) { RedirectStandardOutput = true })!;
                return Number().Match(samba.StandardOutput.ReadToEnd()) is { Success: true } match ? Version.Parse(match.Value) : null;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }

        [GeneratedRegex("[0-9]+\\.[0-9]+")]
        private static partial Regex Number();
    }
}
