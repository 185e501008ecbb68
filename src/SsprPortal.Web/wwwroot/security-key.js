// Asks a security key (WebAuthn) when the button of a form with a [data-security-key] in it is pressed, writes what it answers into the
// field and sends the form. Buttons that lead elsewhere (formaction) are left alone. By hand: not every browser reads and writes the JSON itself.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(''))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const known = (credentials) => credentials?.map((each) => ({ ...each, id: bytes(each.id) }));

async function create(options) {
  const credential = await navigator.credentials.create({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  } });
  return [credential, {
    attestationObject: text(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  }];
}

async function get(options) {
  const credential = await navigator.credentials.get({ publicKey: {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  } });
  const { authenticatorData, signature, userHandle } = credential.response;
  return [credential, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : undefined,
  }];
}

for (const box of document.querySelectorAll('[data-security-key]')) {
  const form = box.closest('form');
  const { securityKey, options, field, failed, unsupported } = box.dataset;
  const input = form.elements[field];
  const alert = box.querySelector('[role=alert]');
  let asking = false;
  if (globalThis.PublicKeyCredential) box.querySelector('button').disabled = false;
  else alert.textContent = unsupported;

  // Before site.js, which would take the press for the sending.
  form.addEventListener('submit', async (event) => {
    const button = event.submitter;
    if (input.value || button?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.stopPropagation();
    if (asking) return;
    asking = true;
    alert.textContent = '';
    try {
      const [credential, response] = await (securityKey === 'create' ? create : get)(JSON.parse(options));
      const { id, rawId, type, response: { clientDataJSON } } = credential;
      input.value = JSON.stringify({
        id, rawId: text(rawId), type, clientExtensionResults: {}, response: { clientDataJSON: text(clientDataJSON), ...response },
      });
      form.requestSubmit(button);
    } catch {
      // Cancelled, timed out, the wrong key, no key: browsers do not tell pages which, and the button may be pressed again.
      alert.textContent = failed;
    } finally {
      asking = false;
    }
  });

  // Whoever comes back to this very page asks the key anew: an answer is worth something once.
  addEventListener('pageshow', () => { input.value = ''; });
}
