/** Builds `dist/`, the unpacked extension. Fails when a budget is passed. */
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, context, type Metafile } from 'esbuild';
import { evaluateLate } from './evaluate-late.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const dist = path.join(root, 'dist');

/** Bytes minified. The first two are paid in every frame of every page. */
const BUDGETS = { 'hook.js': 5000, 'bridge.js': 3000, panel: 120_000 } as const;

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: 'chrome139',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** Classic scripts: what the browser injects, and the worker. */
const scripts = (outdir: string): BuildOptions => ({
  ...common,
  format: 'iife',
  entryPoints: { hook: 'src/page/hook.ts', bridge: 'src/bridge/bridge.ts', worker: 'src/background/worker.ts' },
  plugins: [evaluateLate('src/page/observer.ts', 'observer', ['./captured.ts'])],
  outdir,
});

/** Modules: the extension's own pages. What is loaded on demand becomes a chunk of its own. */
const pages = (outdir: string): BuildOptions => ({
  ...common,
  format: 'esm',
  splitting: true,
  sourcemap: 'linked',
  entryPoints: {
    'devtools/devtools': 'src/devtools/devtools.ts',
    'panel/main': 'panel/main.tsx',
    'panel/panel': 'panel/panel.css',
  },
  chunkNames: 'chunks/[name]-[hash]',
  outdir,
});

/** Writes the extension anew, to `dist/` or another folder. Throws when something does not build or is too large. */
export async function buildExtension(folder = dist): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [, modules] = await Promise.all([build(scripts(folder)), build(pages(folder))]);
  await copyStatic(folder);
  if (modules.metafile) await checkBudgets(modules.metafile, folder);
}

/** Builds again whenever a source changes, until `signal` is aborted. */
export async function watchExtension(signal: AbortSignal): Promise<void> {
  await buildExtension();
  const contexts = await Promise.all([context(scripts(dist)), context(pages(dist))]);
  await Promise.all(contexts.map(one => one.watch()));
  signal.addEventListener('abort', () => contexts.forEach(one => void one.dispose()));
}

async function copyStatic(folder: string): Promise<void> {
  await Promise.all([
    writeManifest(folder),
    cp(path.join(root, 'src/devtools/devtools.html'), path.join(folder, 'devtools/devtools.html')),
    cp(path.join(root, 'panel/panel.html'), path.join(folder, 'panel/panel.html')),
    ...[16, 32, 48, 128].map(size =>
      cp(path.join(root, `icons/icon-${size}.png`), path.join(folder, `icons/icon-${size}.png`)),
    ),
  ]);
}

/** The manifest with the version of `package.json`, which is the only place that states it. */
async function writeManifest(folder: string): Promise<void> {
  const read = async (name: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(path.join(root, name), 'utf8'));
  const manifest = await read('manifest.json');
  const { version } = await read('package.json');
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
}

async function checkBudgets(modules: Metafile, folder: string): Promise<void> {
  const size = async (file: string) => (await stat(path.join(folder, file))).size;
  const out = path.relative(root, folder);
  const first = firstLoad(modules, path.join(out, 'panel/main.js')).map(file => path.relative(out, file));
  const panelFiles = [...first, 'panel/panel.css', 'panel/panel.html'];
  const sizes = {
    'hook.js': await size('hook.js'),
    'bridge.js': await size('bridge.js'),
    panel: (await Promise.all(panelFiles.map(size))).reduce((sum, bytes) => sum + bytes, 0),
  };
  const rows = Object.entries(BUDGETS).map(([name, budget]) => ({
    name,
    bytes: sizes[name as keyof typeof sizes],
    budget,
  }));
  for (const { name, bytes, budget } of rows) console.log(`${name}: ${bytes} of ${budget} bytes`);
  const over = rows.filter(({ bytes, budget }) => bytes > budget);
  if (over.length > 0) throw new Error(`Over budget: ${over.map(({ name }) => name).join(', ')}`);
}

/** The entry and all that it imports at once; dynamic imports come later. */
function firstLoad({ outputs }: Metafile, entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const imports =
    outputs[entry]?.imports.filter(({ kind, external }) => kind === 'import-statement' && !external) ?? [];
  return [entry, ...imports.flatMap(({ path: file }) => firstLoad({ inputs: {}, outputs }, file, seen))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildExtension();
