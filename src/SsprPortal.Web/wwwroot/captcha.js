// Tells ALTCHA's widget where its worker is (the policy allows no bundled one) and what the page's language calls things.
for (const widget of document.querySelectorAll('altcha-widget')) {
  const { worker, algorithm, lifetime, texts } = widget.dataset;
  const language = widget.getAttribute('language');
  $altcha.algorithms.set(algorithm, () => new Worker(worker));
  $altcha.i18n.set(language, { ...$altcha.i18n.get('en'), ...JSON.parse(texts) });

  // Somebody who ticked the box and then went for coffee starts again instead of being refused.
  let timer;
  widget.addEventListener('verified', () => {
    clearTimeout(timer);
    timer = setTimeout(() => widget.reset(), (Number(lifetime) - 15) * 1000);
  });
}
