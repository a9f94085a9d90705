import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser, NoBrowser } from '../../../scripts/browser/find.ts';

let folder: string;
const before = { ...process.env };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'browsers-'));
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

/** A program that answers `--version` as a browser does. */
function browser(name: string, version: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

test('CHROME_PATH is taken at its word', async () => {
  process.env['CHROME_PATH'] = browser('mine', 'Chromium 156.0.8078.79');
  expect(await findBrowser(() => {})).toBe(process.env['CHROME_PATH']);
});

test.each([
  ['is missing', () => path.join(folder, 'nothing'), 'no browser that can be run'],
  ['is no browser', () => browser('other', 'something else'), 'no browser that can be run'],
  ['is too old', () => browser('old', 'Google Chrome 120.0.6099.1'), '139 or later is needed'],
])('a CHROME_PATH that %s is an error that says so', async (_, make, words) => {
  process.env['CHROME_PATH'] = make();
  const error = await findBrowser(() => {}).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NoBrowser);
  expect(String(error)).toContain(words);
});

test.runIf(process.platform === 'linux')('an old browser on the PATH is passed over with a word', async () => {
  delete process.env['CHROME_PATH'];
  browser('google-chrome', 'Google Chrome 120.0.6099.1');
  const good = browser('chromium', 'Chromium 139.0.7258.0');
  process.env['PATH'] = `${folder}:/usr/bin:/bin`;
  const said: string[] = [];
  expect(await findBrowser(line => said.push(line))).toBe(good);
  expect(said.join('\n')).toContain('version 120');
});
