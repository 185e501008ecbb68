// What a page gains from script; without it every page still works.

// A page that answers a form is an ordinary page from here on: reload and back ask for it again instead of asking to send the
// form again, and at the end of a journey they lead to a page that says so.
history.replaceState(history.state, '', location.href);

// Errors first: the summary takes the focus, so that a screen reader reads it and the keyboard starts there.
document.querySelector('.error-summary')?.focus();

// On a phone the list of pages is a strip: it begins where the reader is.
document.querySelector('.desk > nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// Show what was typed. The button is useless without script, so it is hidden until here.
for (const box of document.querySelectorAll('.password')) {
  const input = box.querySelector('input');
  const button = box.querySelector('button');
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.setAttribute('aria-label', shown ? button.dataset.hideLabel : button.dataset.showLabel);
  };
  button.hidden = false;
  button.addEventListener('click', () => show(input.type === 'password'));
  // A password that is sent as text may be remembered among ordinary form entries.
  input.form?.addEventListener('submit', () => show(false));
}

// One press sends once. The answer may come back to this very page from the cache: then it must work again.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  setTimeout(() => delete form.dataset.sent, 5000); // an answer that is a file leaves the page where it is
  event.submitter?.setAttribute('aria-busy', 'true');
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
  }
});

// Seconds are counted against the clock: timers sleep with the device.
function countDown(seconds, tick) {
  const end = Date.now() + seconds * 1000;
  const timer = setInterval(step, 1000);
  function step() {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (left === 0) clearInterval(timer);
    tick(left);
  }
  step();
}

// "Send again" waits until it would be accepted (the server refuses earlier requests whatever happens here).
for (const button of document.querySelectorAll('[data-available-in]')) {
  const label = button.textContent;
  button.addEventListener('click', (event) => {
    if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
  });
  countDown(Number(button.dataset.availableIn), (left) => {
    button.setAttribute('aria-disabled', String(left > 0));
    button.textContent = left > 0 ? (button.dataset.wait ?? '{0}').replace('{0}', left) : label;
  });
}

// What helps when nothing arrives is offered when something could have arrived; without script it is there from the start.
for (const link of document.querySelectorAll('[data-shown-after]')) {
  link.hidden = true;
  setTimeout(() => (link.hidden = false), Number(link.dataset.shownAfter) * 1000);
}

// The journey ends by itself: say so two minutes before (WCAG 2.2.1), and again when it is over. The live region is there
// from the start and only its text changes: what appears together with its region is often not read out.
for (const region of document.querySelectorAll('[data-expires-in]')) {
  let said = '';
  countDown(Number(region.dataset.expiresIn), (left) => {
    const say = left === 0 ? region.dataset.over : left <= 120 ? region.dataset.soon : '';
    if (say === said) return;
    said = say;
    const note = document.createElement('p');
    note.className = 'note warn';
    note.textContent = say;
    region.replaceChildren(note);
  });
}

// A call is answered on the phone: the page asks whether it was, and goes on by itself.
for (const region of document.querySelectorAll('[data-poll]')) {
  const look = async () => {
    try {
      const answer = await fetch(region.dataset.poll, { headers: { accept: 'application/json' } });
      if (answer.redirected || answer.ok && (await answer.json()).answered) return region.closest('form').requestSubmit();
    } catch { /* the network may come back */ }
    setTimeout(look, 4000);
  };
  setTimeout(look, 4000);
}

// A narrow list cuts a long question short: then it stands below it as a whole.
for (const select of document.querySelectorAll('.pair select')) {
  const whole = document.createElement('p');
  const show = () => { whole.textContent = select.value ? select.selectedOptions[0].text : ''; };
  whole.className = 'whole';
  whole.setAttribute('aria-hidden', 'true'); // the list says it already
  select.after(whole);
  select.addEventListener('change', show);
  addEventListener('pageshow', show);
}

// What is to be put away can be printed; the button is useless without script, so it is hidden until here.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Work that goes on elsewhere: the bar follows it, and when it is over the page is asked for again.
for (const bar of document.querySelectorAll('progress[data-progress]')) {
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { headers: { accept: 'application/json' } });
      if (answer.redirected) return location.reload();
      const state = await answer.json();
      if (state.over) return location.reload();
      bar.value = state.processed;
      document.querySelector(bar.dataset.text).textContent = state.text;
    } catch { /* the network may come back */ }
    setTimeout(look, 3000);
  };
  setTimeout(look, 1500);
}

// A file that would be refused for its size is not sent at all.
for (const input of document.querySelectorAll('input[type=file][data-max]')) {
  input.addEventListener('change', () => {
    input.setCustomValidity(input.files[0]?.size > Number(input.dataset.max) ? input.dataset.tooLarge : '');
    input.reportValidity();
  });
}
