/**
 * `npm run bench`: what the extension costs. Prints a table and writes `bench-output/bench.json`.
 * `-- --only load,calls` runs some parts, `-- --loads 10` takes fewer page loads; docs/benchmarks.md tells how to read
 * it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension, dist } from '../../scripts/build.ts';
import { benchBodies } from './bodies.ts';
import { benchCalls } from './calls.ts';
import { type Figure, table } from './figures.ts';
import { benchFiles } from './files.ts';
import { benchFrames } from './frames.ts';
import { benchLatency } from './latency.ts';
import { benchLoad } from './load.ts';
import { benchPanel } from './panel.ts';
import { benchScripts } from './scripts.ts';
import { benchToken } from './token.ts';

export interface BenchOptions {
  /** Page loads of each kind. */
  loads: number;
}

const PARTS: Record<string, (options: BenchOptions) => Promise<Figure[]>> = {
  load: benchLoad,
  calls: benchCalls,
  scripts: benchScripts,
  latency: benchLatency,
  panel: benchPanel,
  token: benchToken,
  files: benchFiles,
  bodies: benchBodies,
  frames: benchFrames,
};

const { values } = parseArgs({ options: { only: { type: 'string' }, loads: { type: 'string', default: '40' } } });
const wanted = values.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter(part => !(part in PARTS));
const loads = Number(values.loads);
if (unknown.length > 0 || !Number.isSafeInteger(loads) || loads < 2) {
  console.error(
    unknown.length > 0
      ? `There is no part ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}.`
      : `--loads takes a number of 2 or more, not ${values.loads}.`,
  );
  process.exit(1);
}

await buildExtension();
const figures: Figure[] = [];
for (const part of wanted) {
  console.log(`${part} …`);
  figures.push(...((await PARTS[part]?.({ loads })) ?? []));
}
const folder = path.join(path.dirname(dist), 'bench-output');
await mkdir(folder, { recursive: true });
const machine = { cores: cpus().length, node: process.version };
await writeFile(
  path.join(folder, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
);
console.log(`\n${table(figures)}`);
