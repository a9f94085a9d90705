/** Bytes of the injected scripts, and the time to compile and run each in a frame of its own. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dist } from '../../scripts/build.ts';
import { blank, serve } from '../browser/pages.ts';
import { browserWithout, tabIn } from './browsers.ts';
import { type Figure, figure } from './figures.ts';

const FRAMES = 200;

export async function benchScripts(): Promise<Figure[]> {
  const site = await serve({ '/': blank('page', '<body>') });
  const browser = await browserWithout();
  const { page } = await tabIn(browser);
  await page.goto(site.url('rp', '/'));
  const figures: Figure[] = [];
  for (const name of ['hook.js', 'bridge.js']) {
    const source = await readFile(path.join(dist, name), 'utf8');
    const taken = await page.evaluate(
      (text, frames) =>
        Array.from({ length: frames }, () => {
          const frame = document.body.appendChild(document.createElement('iframe'));
          const run = (frame.contentWindow as unknown as { Function: FunctionConstructor }).Function;
          const from = performance.now();
          run(text)();
          const took = performance.now() - from;
          frame.remove();
          return took * 1000;
        }),
      source,
      FRAMES,
    );
    figures.push(
      figure('scripts', `${name}: size`, 'bytes', [Buffer.byteLength(source)]),
      figure('scripts', `${name}: compiled and run in a frame`, 'µs', taken, 'the clock counts in steps of 100 µs'),
    );
  }
  await browser.close();
  await site.close();
  return figures;
}
