using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification.SecurityKeys;
using SsprPortal.Data.SecurityKeys;
using SsprPortal.TestKit.SecurityKeys;

namespace SsprPortal.Data.Tests.SecurityKeys;

public sealed class SecurityKeyCeremoniesTests
{
    private const string Origin = "https://portal.test";

    private static readonly KeyOwner Alain = new(Guid.NewGuid(), "achar@contoso.com", "Alain Charon");
    private static readonly KeyOwner Hanako = new(Guid.NewGuid(), "hanako@contoso.com", "山田 花子");

    // What makes any answer worthless, in either ceremony.
    private static readonly Dictionary<string, Action<SoftwareAuthenticator>> Misdeeds = new()
    {
        ["another origin"] = key => key.Origin = "https://evil.test",
        ["an origin below"] = key => key.Origin = "https://evil.portal.test",
        ["an origin that begins alike"] = key => key.Origin = "https://portal.test.evil.test",
        ["plain http"] = key => key.Origin = "http://portal.test",
        ["another port"] = key => key.Origin = "https://portal.test:8443",
        ["the port of the scheme"] = key => key.Origin = "https://portal.test:443",
        ["an origin with a slash"] = key => key.Origin = "https://portal.test/",
        ["an origin in capitals"] = key => key.Origin = "https://PORTAL.test",
        ["no origin"] = key => key.Origin = "",
        ["the origin null"] = key => key.Origin = "null",
        ["a frame of another origin"] = key => key.CrossOrigin = true,
        ["a page of another origin around it"] = key => key.TopOrigin = "https://evil.test",
        ["another domain"] = key => key.RpId = "evil.test",
        ["the domain above"] = key => key.RpId = "test",
        ["the other ceremony"] = key => key.ClientData = json => json.Contains(".get", StringComparison.Ordinal) ? json.Replace(".get", ".create", StringComparison.Ordinal) : json.Replace(".create", ".get", StringComparison.Ordinal),
        ["no ceremony at all"] = key => key.ClientDataType = "payment.get",
        ["another challenge"] = key => key.Challenge = new byte[32],
        ["a shorter challenge"] = key => key.Challenge = [1, 2, 3],
        ["no challenge"] = key => key.Challenge = [],
        ["nobody there"] = key => key.UserPresent = false,
        ["copied though it cannot be"] = key => key.BackedUp = true,
        ["client data that say everything twice"] = key => key.ClientData = json => json[..^1] + "," + json[1..],
        ["client data that are no JSON"] = key => key.ClientData = _ => "webauthn",
        ["client data with more after them"] = key => key.ClientData = json => json + "{}",
        ["client data that are a list"] = key => key.ClientData = json => $"[{json}]",
        ["client data that are null"] = key => key.ClientData = _ => "null",
        ["authenticator data with more after them"] = key => key.AuthenticatorData = data => [.. data, 0],
        ["authenticator data that end early"] = key => key.AuthenticatorData = data => data[..36],
        ["no authenticator data"] = key => key.AuthenticatorData = _ => [],
        ["extensions that are none"] = key => key.AuthenticatorData = data => [.. data[..32], (byte)(data[32] | 0x80), .. data[33..]],
    };

    private static readonly Dictionary<string, Action<SoftwareAuthenticator>> MisdeedsOfNewKeys = new()
    {
        ["EdDSA, which nobody asked for"] = key => key.Algorithm = -8,
        ["ES384, which nobody asked for"] = key => key.Algorithm = -35,
        ["RSA with SHA-1"] = key => key.Algorithm = -65535,
        ["an attestation that ends early"] = key => key.Attestation = bytes => bytes[..^10],
        ["half an attestation"] = key => key.Attestation = bytes => bytes[..(bytes.Length / 2)],
        ["no attestation"] = key => key.Attestation = _ => [],
        ["an attestation that is no map"] = key => key.Attestation = _ => [0x01],
        ["an attestation that says everything twice"] = key => key.Attestation = bytes => [0xA6, .. bytes[1..], .. bytes[1..]],
        ["an attestation of lists in lists"] = key => key.Attestation = _ => [.. Enumerable.Repeat((byte)0x81, 20_000)],
        ["an attestation whose statement is lists in lists"] = key => key.Attestation = bytes => [.. bytes[..14], .. Encoding.ASCII.GetBytes("gattStmt")[1..], .. Enumerable.Repeat((byte)0x81, 20_000)],
        ["an attestation that promises more bytes than there are"] = key => key.Attestation = _ => [0xA1, 0x68, .. "authData"u8, 0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ["no key in it"] = key => key.AuthenticatorData = data => [.. data[..32], (byte)(data[32] & ~0x40), .. data[33..37]],
        ["an id longer than any"] = key => key.CredentialId = new byte[1024],
        ["a public key that is no point"] = key => key.AuthenticatorData = data => [.. data[..^1], (byte)(data[^1] ^ 1)],
    };

    private static readonly Dictionary<string, Action<SoftwareAuthenticator>> MisdeedsOfAnswers = new()
    {
        ["a wrong signature"] = key => key.Signature = bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
        ["half a signature"] = key => key.Signature = bytes => bytes[..(bytes.Length / 2)],
        ["no signature"] = key => key.Signature = _ => [],
        ["a signature over something else"] = key => key.Signature = _ => Convert.FromHexString("3006020101020101"),
        ["a count that went back"] = key => key.Counter = 0,
        ["a count that stands still"] = key => key.Counter--,
        ["a count that was lost"] = key => key.Counts = false,
        ["a key that can be copied all of a sudden"] = key => key.BackupEligible = true,
        ["the user handle of somebody else"] = key => key.UserHandle = Encoding.UTF8.GetBytes(Hanako.UserId.ToString()),
        ["an empty user handle"] = key => key.UserHandle = [],
        ["another id"] = key => key.CredentialId = new byte[32],
        ["no id"] = key => key.CredentialId = [],
    };

    private readonly SecurityKeyCeremonies ceremonies = Portal();

    public static TheoryData<string> InNewKeys => [.. Misdeeds.Keys, .. MisdeedsOfNewKeys.Keys];

    public static TheoryData<string> InAnswers => [.. Misdeeds.Keys, .. MisdeedsOfAnswers.Keys];

    [Fact]
    public async Task A_new_key_is_registered_and_answers()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { TellsUserHandle = true };

        var key = await RegisterAsync(authenticator);
        var assertion = await AnswerAsync(authenticator, key);

        Assert.Equal(authenticator.CredentialId, key.CredentialId);
        Assert.Equal(["nfc", "usb"], key.Transports);
        Assert.Equal((1, true, false, false), (key.SignCount, key.UserVerified, key.BackupEligible, key.BackedUp));
        Assert.Equal(authenticator.CredentialId, assertion!.CredentialId);
        Assert.Equal((2, true), (assertion.SignCount, assertion.UserVerified));
    }

    [Fact]
    public async Task A_key_answers_as_well_after_it_was_stored()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = SecurityKey.Read((await RegisterAsync(authenticator)).Serialize())!;

        Assert.NotNull(await AnswerAsync(authenticator, key));
    }

    [Fact]
    public async Task Of_several_keys_any_may_answer()
    {
        var (first, second) = (new SoftwareAuthenticator(Origin), new SoftwareAuthenticator(Origin));
        SecurityKey[] keys = [await RegisterAsync(first), await RegisterAsync(second)];

        Assert.Equal(first.CredentialId, (await AnswerAsync(first, keys))!.CredentialId);
        Assert.Equal(second.CredentialId, (await AnswerAsync(second, keys))!.CredentialId);
    }

    [Fact]
    public async Task A_passkey_that_is_copied_between_devices_and_does_not_count_may_answer_again_and_again()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { Counts = false, BackupEligible = true, BackedUp = true };
        var key = await RegisterAsync(authenticator);

        Assert.Equal((0, true, true), (key.SignCount, key.BackupEligible, key.BackedUp));
        Assert.Equal(0, (await AnswerAsync(authenticator, key))!.SignCount);
        authenticator.BackedUp = false;
        Assert.NotNull(await AnswerAsync(authenticator, key));
        authenticator.BackupEligible = false;
        Assert.Null(await AnswerAsync(authenticator, key));
    }

    [Fact]
    public async Task The_page_asks_for_a_new_key_as_decided()
    {
        var registered = await RegisterAsync(new(Origin));

        var options = JsonNode.Parse((await ceremonies.BeginRegistrationAsync(Alain, [registered], default)).Options)!;

        Assert.Equal(32, Bytes(options["challenge"]).Length);
        Assert.Equal("portal.test", (string)options["rp"]!["id"]!);
        Assert.Equal(Alain.UserId.ToString(), Encoding.UTF8.GetString(Bytes(options["user"]!["id"])));
        Assert.Equal(("achar@contoso.com", "Alain Charon"), ((string)options["user"]!["name"]!, (string)options["user"]!["displayName"]!));
        Assert.Equal(300_000, (int)options["timeout"]!);
        Assert.Equal("none", (string)options["attestation"]!);
        Assert.Equal("discouraged", (string)options["authenticatorSelection"]!["residentKey"]!);
        Assert.Equal("preferred", (string)options["authenticatorSelection"]!["userVerification"]!);
        Assert.Equal([-7, -257], options["pubKeyCredParams"]!.AsArray().Select(each => (int)each!["alg"]!));
        var excluded = Assert.Single(options["excludeCredentials"]!.AsArray())!;
        Assert.Equal(registered.CredentialId, Bytes(excluded["id"]));
        Assert.Equal(["nfc", "usb"], excluded["transports"]!.AsArray().Select(each => (string)each!));
    }

    [Theory]
    [InlineData(true, "required")]
    [InlineData(false, "preferred")]
    public async Task The_page_asks_a_registered_key_as_decided(bool requireUserVerification, string expected)
    {
        var registered = await RegisterAsync(new(Origin));

        var options = JsonNode.Parse((await ceremonies.BeginAssertionAsync(Alain, [registered], requireUserVerification, default)).Options)!;

        Assert.Equal(32, Bytes(options["challenge"]).Length);
        Assert.Equal("portal.test", (string)options["rpId"]!);
        Assert.Equal(300_000, (int)options["timeout"]!);
        Assert.Equal(expected, (string)options["userVerification"]!);
        Assert.Equal(registered.CredentialId, Bytes(Assert.Single(options["allowCredentials"]!.AsArray())!["id"]));
    }

    [Fact]
    public async Task No_two_challenges_are_alike()
    {
        var asked = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            asked.Add((string)JsonNode.Parse((await ceremonies.BeginAssertionAsync(Alain, [], true, default)).Options)!["challenge"]!);
            asked.Add((string)JsonNode.Parse((await ceremonies.BeginRegistrationAsync(Alain, [], default)).Options)!["challenge"]!);
        }

        Assert.Equal(100, asked.Count);
    }

    [Theory]
    [MemberData(nameof(InNewKeys))]
    public async Task A_new_key_is_refused_for(string misdeed)
    {
        var bad = new SoftwareAuthenticator(Origin) { AnswersUnasked = true };
        (Misdeeds.GetValueOrDefault(misdeed) ?? MisdeedsOfNewKeys[misdeed])(bad);
        var ceremony = await ceremonies.BeginRegistrationAsync(Alain, [], default);

        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, ceremony.State, bad.Create(ceremony.Options), default));
        // Nothing else was wrong: a key that behaves is taken by the same state.
        Assert.NotNull(await ceremonies.CompleteRegistrationAsync(Alain, ceremony.State, new SoftwareAuthenticator(Origin).Create(ceremony.Options), default));
    }

    [Theory]
    [MemberData(nameof(InAnswers))]
    public async Task A_registered_key_is_refused_for(string misdeed)
    {
        var good = new SoftwareAuthenticator(Origin) { Counter = 7 };
        var key = await RegisterAsync(good);
        var bad = good.Clone();
        bad.AnswersUnasked = true;
        (Misdeeds.GetValueOrDefault(misdeed) ?? MisdeedsOfAnswers[misdeed])(bad);
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [key], false, default);

        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, bad.Get(ceremony.Options), default));
        Assert.NotNull(await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, good.Get(ceremony.Options), default));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, true)]
    public async Task A_key_that_must_ask_for_its_PIN_is_refused_without(bool required, bool verified, bool passes)
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        authenticator.UserVerified = verified;
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [key], required, default);

        var assertion = await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, authenticator.Get(ceremony.Options), default);

        Assert.Equal(passes ? verified : null, assertion?.UserVerified);
    }

    [Fact]
    public async Task A_key_that_asked_for_no_PIN_when_it_was_registered_may_ask_for_one_later()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { UserVerified = false };
        var key = await RegisterAsync(authenticator);
        authenticator.UserVerified = true;

        Assert.False(key.UserVerified);
        Assert.True((await AnswerAsync(authenticator, key))!.UserVerified);
    }

    [Fact]
    public async Task Cannot_pretend_that_a_PIN_was_asked_for_by_saying_it_twice()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { UserVerified = false };
        var key = await RegisterAsync(authenticator);
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [key], false, default);
        var credential = JsonNode.Parse(authenticator.Get(ceremony.Options))!;
        var signed = (string)credential["response"]!["authenticatorData"]!;
        var data = Base64Url.DecodeFromChars(signed);
        data[32] |= 0x04;
        var pretended = Base64Url.EncodeToString(data);

        foreach (var (first, second) in new[] { (signed, pretended), (pretended, signed) })
        {
            foreach (var name in new[] { "authenticatorData", "AuthenticatorData", "\\u0061uthenticatorData" })
            {
                var json = credential.ToJsonString().Replace($"\"authenticatorData\":\"{signed}\"", $"\"authenticatorData\":\"{first}\",\"{name}\":\"{second}\"", StringComparison.Ordinal);
                Assert.NotEqual(true, (await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, json, default))?.UserVerified);
            }
        }

        Assert.False((await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, credential.ToJsonString(), default))!.UserVerified);
    }

    [Fact]
    public async Task An_answer_is_worthless_once_its_count_is_stored()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        var credential = authenticator.Get(ceremony.Options);

        var assertion = await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, credential, default);
        var counted = key with { SignCount = assertion!.SignCount };

        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [counted], ceremony.State, credential, default));
        Assert.NotNull(await AnswerAsync(authenticator, counted));
    }

    [Fact]
    public async Task The_largest_count_there_is_can_be_stored_and_is_the_last()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { Counter = uint.MaxValue - 2 };
        var key = await RegisterAsync(authenticator);
        var last = await AnswerAsync(authenticator, key);

        Assert.Equal(uint.MaxValue, last!.SignCount);
        Assert.Null(await AnswerAsync(authenticator, key with { SignCount = last.SignCount }));
    }

    [Fact]
    public async Task The_key_of_another_person_is_refused()
    {
        var (mine, theirs) = (new SoftwareAuthenticator(Origin), new SoftwareAuthenticator(Origin) { AnswersUnasked = true, TellsUserHandle = true });
        var key = await RegisterAsync(mine);
        var other = await RegisterAsync(theirs, Hanako);

        Assert.Null(await AnswerAsync(theirs, key));
        // Not even where a caller mixes the lists up does the handle of another person pass.
        Assert.Null(await AnswerAsync(theirs, key, other));
        Assert.NotNull(await AnswerAsync(theirs, Hanako, other));
    }

    [Fact]
    public async Task The_state_of_another_person_is_worthless()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var registration = await ceremonies.BeginRegistrationAsync(Hanako, [], default);
        var assertion = await ceremonies.BeginAssertionAsync(Hanako, [key], true, default);

        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, registration.State, new SoftwareAuthenticator(Origin).Create(registration.Options), default));
        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, authenticator.Get(assertion.Options), default));
    }

    [Fact]
    public async Task The_state_of_another_question_is_worthless()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var first = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        var second = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        var third = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var fourth = await ceremonies.BeginRegistrationAsync(Alain, [], default);

        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], second.State, authenticator.Get(first.Options), default));
        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, fourth.State, new SoftwareAuthenticator(Origin).Create(third.Options), default));
    }

    [Fact]
    public async Task The_state_of_the_other_ceremony_is_worthless()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { AnswersUnasked = true, TellsUserHandle = true };
        var key = await RegisterAsync(authenticator);
        var registration = await ceremonies.BeginRegistrationAsync(Alain, [key], default);
        var assertion = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        JsonNode[] options = [JsonNode.Parse(registration.Options)!, JsonNode.Parse(assertion.Options)!];
        (options[0]["challenge"], options[1]["challenge"]) = ((string)options[1]["challenge"]!, (string)options[0]["challenge"]!);

        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], registration.State, authenticator.Get(options[1].ToJsonString()), default));
        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, assertion.State, new SoftwareAuthenticator(Origin).Create(options[0].ToJsonString()), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"kind\":0,\"userVerification\":\"preferred\",\"keys\":[],\"handler\":{}}")]
    [InlineData("{\"kind\":1,\"userVerification\":\"preferred\",\"keys\":[],\"handler\":{}}")]
    public async Task A_state_that_is_none_is_worthless(string state)
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var registration = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var assertion = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);

        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, state, authenticator.Create(registration.Options), default));
        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], state, authenticator.Get(assertion.Options), default));
    }

    [Fact]
    public async Task A_key_that_was_removed_or_added_meanwhile_is_refused()
    {
        var (first, second) = (new SoftwareAuthenticator(Origin), new SoftwareAuthenticator(Origin) { AnswersUnasked = true });
        var (old, added) = (await RegisterAsync(first), await RegisterAsync(second));
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [old], true, default);

        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [added], ceremony.State, first.Get(ceremony.Options), default));
        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [old, added], ceremony.State, second.Get(ceremony.Options), default));
        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [], ceremony.State, first.Get(ceremony.Options), default));
        Assert.NotNull(await ceremonies.CompleteAssertionAsync(Alain, [old, added], ceremony.State, first.Get(ceremony.Options), default));
    }

    [Fact]
    public async Task Somebody_without_keys_passes_with_none()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { AnswersUnasked = true, TellsUserHandle = true };
        await RegisterAsync(authenticator);

        Assert.Null(await AnswerAsync(authenticator, Alain));
    }

    [Fact]
    public async Task Cannot_register_a_key_twice()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var ceremony = await ceremonies.BeginRegistrationAsync(Alain, [key], default);

        Assert.Throws<InvalidOperationException>(() => authenticator.Create(ceremony.Options));
        authenticator.AnswersUnasked = true;
        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, ceremony.State, authenticator.Create(ceremony.Options), default));
    }

    [Fact]
    public async Task Only_known_transports_are_kept()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { Transports = ["usb", "usb", "<script>", new string('x', 1000), "", "internal", "USB"] };

        Assert.Equal(["internal", "usb"], (await RegisterAsync(authenticator)).Transports);
    }

    [Fact]
    public async Task Browsers_that_say_nothing_of_transports_or_frames_are_served()
    {
        var authenticator = new SoftwareAuthenticator(Origin) { CrossOrigin = null };
        var ceremony = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var credential = JsonNode.Parse(authenticator.Create(ceremony.Options))!;
        credential["response"]!.AsObject().Remove("transports");
        credential.AsObject().Remove("authenticatorAttachment");

        var key = await ceremonies.CompleteRegistrationAsync(Alain, ceremony.State, credential.ToJsonString(), default);

        Assert.Empty(key!.Transports);
        Assert.NotNull(await AnswerAsync(authenticator, key));
    }

    [Theory]
    [InlineData("https://portal.test:8443", null, "https://portal.test:8443", "portal.test")]
    [InlineData("https://PORTAL.test", null, "https://portal.test", "portal.test")]
    [InlineData("https://reset.portal.test", "portal.test", "https://reset.portal.test", "portal.test")]
    [InlineData("http://localhost:5000", null, "http://localhost:5000", "localhost")]
    [InlineData("https://パスワード.test", null, "https://xn--zck6aw5jtc.test", "xn--zck6aw5jtc.test")]
    public async Task The_configured_address_decides_domain_and_origin(string address, string? domain, string origin, string expected)
    {
        var portal = Portal(address, domain);
        var ceremony = await portal.BeginRegistrationAsync(Alain, [], default);

        Assert.Equal(expected, (string)JsonNode.Parse(ceremony.Options)!["rp"]!["id"]!);
        Assert.NotNull(await portal.CompleteRegistrationAsync(Alain, ceremony.State, new SoftwareAuthenticator(origin).Create(ceremony.Options), default));
        Assert.Null(await portal.CompleteRegistrationAsync(Alain, ceremony.State, new SoftwareAuthenticator("https://other.portal.test").Create(ceremony.Options), default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("\0")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":null}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{}}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":null,\"authenticatorData\":null,\"signature\":null}}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"!\",\"attestationObject\":\"!\",\"authenticatorData\":\"!\",\"signature\":\"!\"}}")]
    [InlineData("{\"id\":1,\"type\":2,\"response\":3}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"id\":\"\\ud800\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task What_is_no_answer_is_refused(string? credential) => await RefusedAsync(credential);

    [Fact]
    public async Task Large_and_deep_and_broken_text_is_refused_at_once()
    {
        var clock = Stopwatch.StartNew();

        await RefusedAsync(new string('x', 100_000));
        await RefusedAsync(new string('[', 100_000));
        await RefusedAsync(new string('[', 30_000));
        await RefusedAsync(string.Concat(Enumerable.Repeat("{\"response\":", 2_700)));
        await RefusedAsync("{\"id\":\"" + new string('A', 100_000) + "\"}");
        await RefusedAsync("{\"id\":\"" + (char)0xD800 + "\"}");
        await RefusedAsync(string.Concat("{", string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"x{i}\":0")), "}"));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_answer_that_says_something_twice_is_refused()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var registration = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var assertion = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        var (created, got) = (authenticator.Create(registration.Options), authenticator.Get(assertion.Options));

        foreach (var twice in new[] { "\"id\":\"AA\",", "\"type\":\"public-key\",", "\"response\":{}," })
        {
            Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, registration.State, "{" + twice + created[1..], default));
            Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, "{" + twice + got[1..], default));
        }

        Assert.NotNull(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, got, default));
    }

    [Fact]
    public async Task No_character_of_an_answer_can_be_changed_so_that_it_throws()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var registration = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var assertion = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);
        var (created, got) = (authenticator.Create(registration.Options), authenticator.Get(assertion.Options));

        foreach (var other in new[] { 'A', '_', '"', '{', '0', '\0' })
        {
            for (var at = 0; at < created.Length; at++)
                await ceremonies.CompleteRegistrationAsync(Alain, registration.State, Changed(created, at, other), default);
            for (var at = 0; at < got.Length; at++)
                await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, Changed(got, at, other), default);
        }

        for (var length = 0; length < created.Length; length++)
            Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, registration.State, created[..length], default));
        for (var length = 0; length < got.Length; length++)
            Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, got[..length], default));
        Assert.NotNull(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, got, default));

        static string Changed(string text, int at, char to) => text[..at] + to + text[(at + 1)..];
    }

    [Fact]
    public async Task No_bit_of_what_is_signed_can_be_changed()
    {
        var authenticator = new SoftwareAuthenticator(Origin);
        var key = await RegisterAsync(authenticator);
        var ceremony = await ceremonies.BeginAssertionAsync(Alain, [key], false, default);
        var credential = JsonNode.Parse(authenticator.Get(ceremony.Options))!;
        var response = credential["response"]!;

        foreach (var name in new[] { "authenticatorData", "clientDataJSON" })
        {
            var original = Bytes(response[name]);
            for (var bit = 0; bit < original.Length * 8; bit++)
            {
                var changed = (byte[])original.Clone();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                response[name] = Base64Url.EncodeToString(changed);
                Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, credential.ToJsonString(), default));
            }

            response[name] = Base64Url.EncodeToString(original);
        }

        Assert.NotNull(await ceremonies.CompleteAssertionAsync(Alain, [key], ceremony.State, credential.ToJsonString(), default));
    }

    [Fact]
    public async Task A_truncated_attestation_is_refused_wherever_it_ends()
    {
        var ceremony = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var whole = 0;
        for (var end = 0; end == 0 || end < whole; end++)
        {
            var authenticator = new SoftwareAuthenticator(Origin)
            {
                Attestation = bytes =>
                {
                    whole = bytes.Length;
                    return bytes[..end];
                },
            };
            Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, ceremony.State, authenticator.Create(ceremony.Options), default));
        }

        Assert.True(whole > 100);
    }

    [Fact]
    public async Task Somebody_who_left_is_not_waited_for()
    {
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ceremonies.BeginRegistrationAsync(Alain, [], gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ceremonies.CompleteAssertionAsync(Alain, [], "", "", gone));
    }

    [Fact]
    public async Task What_is_kept_says_nothing_in_a_log()
    {
        var ceremony = await ceremonies.BeginRegistrationAsync(Alain, [], default);

        Assert.Equal("KeyCeremony", ceremony.ToString());
        Assert.Equal("SecurityKey", (await RegisterAsync(new(Origin))).ToString());
    }

    private static SecurityKeyCeremonies Portal(string address = Origin, string? domain = null) =>
        new(new PortalAddress(new(address)), Options.Create(new SecurityKeyOptions { RpId = domain }));

    private static byte[] Bytes(JsonNode? text) => Base64Url.DecodeFromChars((string)text!);

    private async Task<SecurityKey> RegisterAsync(SoftwareAuthenticator authenticator, KeyOwner? owner = null)
    {
        var ceremony = await ceremonies.BeginRegistrationAsync(owner ?? Alain, [], default);
        return (await ceremonies.CompleteRegistrationAsync(owner ?? Alain, ceremony.State, authenticator.Create(ceremony.Options), default))!;
    }

    private Task<KeyAssertion?> AnswerAsync(SoftwareAuthenticator authenticator, params SecurityKey[] registered) => AnswerAsync(authenticator, Alain, registered);

    private async Task<KeyAssertion?> AnswerAsync(SoftwareAuthenticator authenticator, KeyOwner owner, params SecurityKey[] registered)
    {
        var ceremony = await ceremonies.BeginAssertionAsync(owner, registered, true, default);
        return await ceremonies.CompleteAssertionAsync(owner, registered, ceremony.State, authenticator.Get(ceremony.Options), default);
    }

    private async Task RefusedAsync(string? credential)
    {
        var key = await RegisterAsync(new(Origin));
        var registration = await ceremonies.BeginRegistrationAsync(Alain, [], default);
        var assertion = await ceremonies.BeginAssertionAsync(Alain, [key], true, default);

        Assert.Null(await ceremonies.CompleteRegistrationAsync(Alain, registration.State, credential, default));
        Assert.Null(await ceremonies.CompleteAssertionAsync(Alain, [key], assertion.State, credential, default));
    }
}
