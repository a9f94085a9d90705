import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** A line of code, and the folder it would stand in. */
const forbidden: readonly [folder: string, line: string][] = [
  ['src/core/flow', "import '../../protocol/limits.ts';"],
  ['src/core/flow', "import '../../devtools/devtools.ts';"],
  ['src/core', "import '../../panel/store.ts';"],
  ['src/core', "import 'preact';"],
  ['src/core', "import 'webextension-polyfill';"],
  ['src/core', "import 'node:fs';"],
  ['src/core', 'document.title = "";'],
  ['src/core', 'chrome.runtime.reload();'],
  ['src/core', 'fetch("");'],
  ['src/core', 'setTimeout(Object);'],
  ['src/core', 'performance.now();'],
  ['src/core', 'globalThis.document;'],
  ['src/core', 'self.fetch;'],
  ['src/core', 'crypto.randomUUID();'],
  ['src/page', "import 'webextension-polyfill';"],
  ['src/page', "import '../bridge/bridge.ts';"],
  ['src/bridge', "import 'tldts';"],
  ['src/bridge', "import '../background/router.ts';"],
  ['src/background', "import '../devtools/devtools.ts';"],
  ['src/devtools', "import '../../panel/store.ts';"],
  ['panel', "import '../src/devtools/devtools.ts';"],
  ['panel/list', "import '../../src/background/router.ts';"],
];

const allowed: readonly [folder: string, line: string][] = [
  ['src/core/flow', "import '../token/decode.ts';"],
  ['src/page', "import '../protocol/limits.ts';"],
  ['src/devtools', "import '../core/flow/log.ts';"],
  ['panel', "import '../src/core/model.ts';"],
];

/** Biome knows its rules by folder alone, so the lines are laid out as files and linted at once. */
let folder: string;
let report: string;
const fileOf = (index: number, of: string) => `${of}/case-${index}.ts`;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'boundaries-'));
  const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
  for (const [i, [of, line]] of [...forbidden, ...allowed].entries()) {
    mkdirSync(path.join(folder, of), { recursive: true });
    writeFileSync(path.join(folder, fileOf(i, of)), `${line}\n`);
  }
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const lint = [biome, 'lint', '--max-diagnostics=none', '--only=noRestrictedImports', '--only=noRestrictedGlobals'];
  try {
    report = execFileSync(process.execPath, lint, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    report = String(Reflect.get(Object(error), 'stderr')) + String(Reflect.get(Object(error), 'stdout'));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(forbidden.map(([of, line], i) => [of, line, i] as const))('%s may not say %s', (of, _, i) => {
  expect(report).toContain(fileOf(i, of));
});

test.each(allowed.map(([of, line], i) => [of, line, i + forbidden.length] as const))('%s may say %s', (of, _, i) => {
  expect(report).toContain('noRestricted');
  expect(report).not.toContain(fileOf(i, of));
});

/** Lint knows globals and not their members. */
test('src/core reads no clock and throws no dice', () => {
  const core = path.join(root, 'src/core');
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  const impure = files.filter(file =>
    /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bMath\.random\b/.test(readFileSync(path.join(core, file), 'utf8')),
  );
  expect(impure).toEqual([]);
});
