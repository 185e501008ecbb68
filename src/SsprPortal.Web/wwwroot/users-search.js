// Searches while somebody types, by the page that the button asks for; without script, the button does.
const form = document.querySelector('form[data-search]');
const count = document.getElementById('count');
const found = document.getElementById('found');
let timer, running;

async function search() {
  running?.abort();
  running = new AbortController();
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  try {
    const response = await fetch(address, { signal: running.signal });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    // The session has ended, or something is wrong: the page itself says what.
    if (!page.getElementById('found')) return location.assign(address);
    found.replaceChildren(...page.getElementById('found').childNodes);
    count.textContent = page.getElementById('count').textContent;
    history.replaceState(history.state, '', address);
  } catch (error) {
    if (error.name !== 'AbortError') form.submit();
  }
}

form.addEventListener('input', (event) => {
  clearTimeout(timer);
  // What is being converted from kana is not typed yet.
  if (!event.isComposing) timer = setTimeout(search, 250);
});
form.addEventListener('compositionend', () => {
  clearTimeout(timer);
  timer = setTimeout(search, 250);
});
