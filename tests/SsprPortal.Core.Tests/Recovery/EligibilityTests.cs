using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core.Tests.Recovery;

public sealed class EligibilityTests
{
    private static readonly Guid Staff = Guid.NewGuid();
    private static readonly SsprPolicy Policy = new() { Scope = ResetScope.Selected, SelectedGroups = [Staff], GatesRequired = 2 };

    // Each row has every later reason as well: the first one in the order of the model is the one that is told.
    [Theory]
    [InlineData(ResetScope.None, true, true, true, true, true, RecoveryRefusal.UnknownUser)]
    [InlineData(ResetScope.None, false, true, true, true, true, RecoveryRefusal.TurnedOff)]
    [InlineData(ResetScope.Selected, false, true, true, true, true, RecoveryRefusal.OutOfScope)]
    [InlineData(ResetScope.Selected, false, false, true, true, true, RecoveryRefusal.AccountDisabled)]
    [InlineData(ResetScope.Selected, false, false, false, true, true, RecoveryRefusal.NotEnoughRegistered)]
    [InlineData(ResetScope.Selected, false, false, false, false, true, RecoveryRefusal.Blocked)]
    [InlineData(ResetScope.Selected, false, false, false, false, false, null)]
    [InlineData(ResetScope.All, false, true, false, false, false, null)]
    public void The_first_reason_in_order_is_the_one_that_counts(ResetScope scope, bool unknown, bool outside, bool disabled, bool unregistered, bool blocked, RecoveryRefusal? expected)
    {
        var policy = Policy with { Scope = scope };
        DirectoryUser? person = unknown ? null : Sample.Person(enabled: !disabled, groups: outside ? [] : [Staff]);
        RegisteredMethod[] registered = unregistered ? [Sample.Phone()] : [Sample.Phone(), Sample.Mailbox()];

        Assert.Equal(expected, Eligibility.Refusal(policy, person, Eligibility.Gates(Eligibility.Usable(Sample.Methods, policy, person ?? Sample.Person(), registered)), blocked));
    }

    [Fact]
    public void Where_the_password_is_kept_comes_before_policy_and_protection_after_the_scope()
    {
        var elsewhere = Sample.Person(groups: Staff) with { IsManagedHere = false, IsProtected = true };
        var guarded = Sample.Person(groups: Staff) with { IsProtected = true };

        Assert.Equal(RecoveryRefusal.NotManagedHere, Eligibility.Refusal(Policy with { Scope = ResetScope.None }, elsewhere, 0, true));
        Assert.Equal(RecoveryRefusal.Protected, Eligibility.Refusal(Policy, guarded, 0, true));
        Assert.Equal(RecoveryRefusal.OutOfScope, Eligibility.Refusal(Policy with { SelectedGroups = [] }, guarded, 0, true));
    }

    // What is true of everybody, or is counted for a user ID that nobody has as well, tells nothing of an account.
    [Theory]
    [InlineData(DisclosureMode.Informative)]
    [InlineData(DisclosureMode.AfterFirstProof)]
    [InlineData(DisclosureMode.Uniform)]
    public void What_tells_of_an_account_is_told_at_once_only_where_the_policy_informs(DisclosureMode mode)
    {
        RecoveryRefusal[] ofEverybody = [RecoveryRefusal.TurnedOff, RecoveryRefusal.Blocked, RecoveryRefusal.DirectoryUnreachable];

        foreach (var refusal in Enum.GetValues<RecoveryRefusal>())
            Assert.Equal(mode == DisclosureMode.Informative || ofEverybody.Contains(refusal), Eligibility.IsToldAtOnce(refusal, mode));
    }

    [Fact]
    public void A_text_and_a_call_to_one_phone_are_one_gate()
    {
        var usable = Eligibility.Usable(Sample.Methods, Policy, Sample.Person(), [Sample.Phone()]);

        Assert.Equal(2, usable.Count);
        Assert.Equal(RecoveryRefusal.NotEnoughRegistered, Eligibility.Refusal(Policy, Sample.Person(groups: Staff), Eligibility.Gates(usable), false));
        Assert.Null(Eligibility.Refusal(Policy with { GatesRequired = 1 }, Sample.Person(groups: Staff), Eligibility.Gates(usable), false));
    }

    [Fact]
    public void What_policy_does_not_allow_any_more_is_of_no_use()
    {
        var policy = Policy with { Methods = ["email"] };

        var usable = Eligibility.Usable(Sample.Methods, policy, Sample.Person(), [Sample.Phone(), Sample.Mailbox()]);

        Assert.Equal("email", Assert.Single(usable).Method.Id);
        Assert.Equal(RecoveryRefusal.NotEnoughRegistered, Eligibility.Refusal(policy, Sample.Person(groups: Staff), Eligibility.Gates(usable), false));
    }

    [Fact]
    public void A_method_whose_messages_nobody_can_send_is_of_no_use()
    {
        var methods = new SsprPortal.Core.Verification.VerificationMethods(Sample.Methods.All, [new SsprPortal.TestKit.RecordingSender(SsprPortal.Core.Messages.MessageChannel.Email)]);

        Assert.Equal("email", Assert.Single(Eligibility.Usable(methods, Policy, Sample.Person(), [Sample.Phone(), Sample.Mailbox()])).Method.Id);
    }

    // Whoever writes what the organisation knows of people, and whoever vouches for them, may be one.
    [Theory]
    [InlineData(true, false, false, "sms voice ticket")]
    [InlineData(true, true, false, "ticket")]
    [InlineData(false, true, false, "sms voice")]
    [InlineData(false, true, true, "email ticket")]
    [InlineData(false, false, false, "sms voice ticket")]
    public void What_was_written_of_a_person_lately_serves_a_new_account_only_and_never_beside_the_help_desk(bool hasPassword, bool isFresh, bool hasRegistered, string expected)
    {
        var clock = new SsprPortal.TestKit.FakeClock();
        var tickets = new TicketMethod(new SsprPortal.TestKit.TestKeyedHash(), clock);
        var methods = new SsprPortal.Core.Verification.VerificationMethods([.. Sample.Methods.All, tickets], [.. new[] { MessageChannel.Text, MessageChannel.Call, MessageChannel.Email }.Select(channel => new SsprPortal.TestKit.RecordingSender(channel))]);
        var person = Sample.Person(groups: Staff) with { HasPassword = hasPassword, HasFreshContacts = isFresh };
        List<RegisteredMethod> known = [Sample.Phone() with { Id = Guid.Empty }, tickets.Issue(person.Id).Ticket];
        if (hasRegistered)
            known.Add(Sample.Mailbox());

        var usable = Eligibility.Usable(methods, Policy, person, known);

        Assert.Equal(expected.Split(' '), usable.Select(each => each.Method.Id));
        Assert.Equal(hasPassword && isFresh, Eligibility.Gates(usable) == 0);
    }

    [Fact]
    public void A_gate_that_the_organisations_data_may_have_passed_counts_while_it_would_be_believed()
    {
        var person = Sample.Person(groups: Staff);
        PassedGate passed = new(Guid.NewGuid(), Guid.NewGuid(), person.Id, "sms", MethodClass.Phone, default);

        Assert.Equal(1, Eligibility.GatesPassed([passed], person, Sample.Methods, Policy, Eligibility.Usable(Sample.Methods, Policy, person, [Sample.Phone() with { Id = Guid.Empty }])));
        Assert.Equal(0, Eligibility.GatesPassed([passed], person, Sample.Methods, Policy, []));
        Assert.Equal(0, Eligibility.GatesPassed([passed], person, Sample.Methods, Policy, Eligibility.Usable(Sample.Methods, Policy, person, [Sample.Mailbox()])));
    }
}
