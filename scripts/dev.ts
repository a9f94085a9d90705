/**
 * `npm run dev`: builds on each change, and runs a browser on the demo that loads the extension again whenever `dist/`
 * changes.
 */
import { startDemo } from '../demo/server.ts';
import { findBrowser } from './browser/find.ts';
import { dist, watchExtension } from './build.ts';
import { webExt } from './web-ext.ts';

const stop = new AbortController();
await watchExtension(stop.signal);
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--arg=--no-sandbox'] : [];
const browser = await findBrowser();
const demo = await startDemo();
process.exitCode = await webExt(
  'run',
  '--target=chromium',
  `--chromium-binary=${browser}`,
  `--source-dir=${dist}`,
  `--start-url=${demo.rp}`,
  ...sandbox,
  ...process.argv.slice(2),
);
stop.abort();
await demo.close();
