// node compress-list.mjs <list.json> <list.txt.br>: a JSON array of words as lines, compressed. The same list gives the same file.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const [list, compressed] = process.argv.slice(2);
const words = JSON.parse(readFileSync(list, 'utf8'));
if (!Array.isArray(words) || words.some((word) => typeof word !== 'string' || word === '' || /[\r\n]/.test(word))) {
  throw new Error(`${list} is not a list of words.`);
}
writeFileSync(compressed, brotliCompressSync(Buffer.from(words.join('\n'), 'utf8')));
