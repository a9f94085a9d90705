import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../../scripts/browser/find.ts';
import { buildExtension } from '../../scripts/build.ts';

/** Once before all browser tests: a browser, and the extension as it is now, in a folder of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  process.env['CHROME_PATH'] = await findBrowser();
  const folder = await mkdtemp(path.join(tmpdir(), 'fedcm-inspector-'));
  process.env['EXTENSION_FOLDER'] = folder;
  await buildExtension(folder);
  return () => rm(folder, { recursive: true, force: true });
}
