import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_WORDS } from '../../../src/core/capture/protocol-words.ts';

const CORE = fileURLToPath(new URL('../../../src/core/', import.meta.url));
const SPEAKING = ['diagnosis', 'expectation', 'flow', 'token', 'capture'];
const SILENT = /(?:words|vocabulary|kinds)\.ts$|^redact|^json-|^pseudonyms/;

const PROTOCOL = new Set(PROTOCOL_WORDS.split(/\s+/));
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const HUMP = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/** Every word in the strings that the core can write into a finding, a check, a problem or a note. */
export function spokenWords(): Set<string> {
  const words = new Set<string>();
  for (const folder of SPEAKING) {
    for (const name of readdirSync(CORE + folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || SILENT.test(name)) continue;
      const code = readFileSync(`${CORE}${folder}/${name}`, 'utf8').replace(
        /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^import .*$/gm,
        '',
      );
      for (const [literal] of code.matchAll(LITERAL)) {
        const spoken = literal.replace(/\$\{[^}]*\}/g, ' ').replace(/\\[a-z]/g, ' ');
        for (const word of spoken.split(/[^\p{L}\p{N}]+/u)) {
          for (const part of word.split(HUMP)) {
            if (PROTOCOL.has(part.toLowerCase())) continue;
            if (/^[a-z]{1,20}$/i.test(part) || /^[a-z]{1,6}\d{1,3}$/i.test(part)) words.add(part.toLowerCase());
          }
        }
      }
    }
  }
  return words;
}

/** `npx tsx tests/unit/capture/prose-harvest.ts` writes the words that our own texts use and the protocol does not. */
function write(words: Iterable<string>): void {
  const lines = [''];
  for (const word of [...words].sort()) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 118) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  const head = '/** Words of our own texts. Written by `npx tsx tests/unit/capture/prose-harvest.ts`: do not edit. */';
  writeFileSync(`${CORE}capture/prose-words.ts`, `${head}\nexport const PROSE_WORDS = \`\n${lines.join('\n')}\n\`;\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(spokenWords());
