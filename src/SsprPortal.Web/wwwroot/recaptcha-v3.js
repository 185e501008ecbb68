// reCAPTCHA v3 gives a token when asked: ask on submit, then submit.
for (const field of document.querySelectorAll('[data-recaptcha]')) {
  field.form.addEventListener('submit', (event) => {
    if (field.value || !globalThis.grecaptcha) return;
    event.preventDefault();
    event.stopPropagation();
    grecaptcha.ready(async () => {
      field.value = await grecaptcha.execute(field.dataset.recaptcha, { action: field.dataset.action });
      field.form.requestSubmit(event.submitter);
    });
  }, { capture: true });
}
