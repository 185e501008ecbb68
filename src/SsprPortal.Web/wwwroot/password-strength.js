// Says how hard a new password is to guess, while it is typed. It stops nobody: the server's rules decide. Nothing leaves the page.

const packages = ['core/zxcvbn-ts.js', 'common/zxcvbn-ts.js', 'ja/zxcvbn-ts.min.js'];
let estimator;

function load(name) {
  return new Promise((loaded, failed) => {
    const script = document.createElement('script');
    script.src = new URL(`lib/zxcvbn/${name}`, import.meta.url);
    script.addEventListener('load', loaded);
    script.addEventListener('error', failed);
    document.head.append(script);
  });
}

// Half a megabyte: fetched when somebody turns to the field, and once.
async function prepare() {
  for (const name of packages) await load(name);
  const { core, 'language-common': common, 'language-ja': ja } = window.zxcvbnts;
  return new core.ZxcvbnFactory({ dictionary: { ...common.dictionary, ...ja.dictionary }, graphs: common.adjacencyGraphs });
}

for (const box of document.querySelectorAll('.strength')) {
  const input = box.parentElement.querySelector('input');
  const [meter, words] = box.children;
  const levels = JSON.parse(box.dataset.levels);
  // "alain@contoso.com" is guessed as a whole and in parts.
  const guesses = JSON.parse(box.dataset.guesses).flatMap((guess) => [guess, ...guess.split(/[^\p{L}\p{N}]+/u)]).filter((guess) => guess.length > 1);
  let waiting;

  const show = async () => {
    estimator ??= prepare();
    let result;
    try {
      result = (await estimator).check(input.value, guesses);
    } catch {
      return; // without it the page is what it is without script
    }
    meter.hidden = input.value === '';
    meter.value = result.score + 1;
    const said = input.value === '' ? '' : levels[result.score];
    if (words.textContent !== said) words.textContent = said;
  };
  input.addEventListener('focus', show, { once: true });
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300); // a screen reader says it when the typing pauses
  });
}
