/** `npm run dev`: builds on each change, and runs a browser that loads the extension again whenever `dist/` changes. */
import { findBrowser } from './browser/find.ts';
import { dist, watchExtension } from './build.ts';
import { webExt } from './web-ext.ts';

const stop = new AbortController();
await watchExtension(stop.signal);
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--arg=--no-sandbox'] : [];
const browser = await findBrowser();
process.exitCode = await webExt(
  'run',
  '--target=chromium',
  `--chromium-binary=${browser}`,
  `--source-dir=${dist}`,
  '--start-url=https://w3c-fedid.github.io/FedCM/',
  ...sandbox,
  ...process.argv.slice(2),
);
stop.abort();
