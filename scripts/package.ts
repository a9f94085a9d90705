/** `npm run package`: lints the built extension and zips it into `web-ext-artifacts/`. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildExtension, dist } from './build.ts';
import { webExt } from './web-ext.ts';

await buildExtension();
const lint = await lintCopy();
process.exitCode =
  lint ||
  (await webExt(
    'build',
    `--source-dir=${dist}`,
    `--artifacts-dir=${path.join(path.dirname(dist), 'web-ext-artifacts')}`,
    '--overwrite-dest',
    '--ignore-files=**/*.map',
  ));

/** web-ext's linter knows Firefox's manifests alone: a copy is given what a Chrome-only manifest lacks. */
async function lintCopy(): Promise<number> {
  const copy = await mkdtemp(path.join(tmpdir(), 'fedcm-inspector-'));
  try {
    await cp(dist, copy, { recursive: true });
    const file = path.join(copy, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    manifest.browser_specific_settings = { gecko: { id: 'fedcm-inspector@example.invalid' } };
    manifest.background.scripts = [manifest.background.service_worker];
    await writeFile(file, JSON.stringify(manifest));
    return await webExt('lint', `--source-dir=${copy}`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
