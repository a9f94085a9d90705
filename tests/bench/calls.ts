/** What a call costs the page, against the native method. */
import { blank, serve } from '../browser/pages.ts';
import { browserWith, browserWithout, tabIn } from './browsers.ts';
import { type Figure, figure, ratios } from './figures.ts';

const ROUNDS = 30;

/** Each is run this many times in a round; the page's clock is coarse. */
const CALLS: readonly { what: string; code: string; times: number }[] = [
  { what: 'get({}), which is not FedCM', code: 'await navigator.credentials.get({}).catch(() => {})', times: 400 },
  {
    what: 'get({password: false}), which is not FedCM',
    code: 'await navigator.credentials.get({ password: false }).catch(() => {})',
    times: 400,
  },
  {
    what: 'get({identity}) with a provider, refused at once',
    code: `await navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: 'c', nonce: 'n' }] } }).catch(() => {})`,
    times: 200,
  },
  { what: 'IdentityProvider.close() in a loop', code: 'IdentityProvider.close()', times: 2000 },
];

export async function benchCalls(): Promise<Figure[]> {
  const site = await serve({ '/': blank('page') });
  const browsers = await Promise.all([browserWithout(), browserWith()]);
  const tabs = await Promise.all(browsers.map(tabIn));
  for (const { page } of tabs) await page.goto(site.url('rp', '/'));
  const figures: Figure[] = [];
  for (const { what, code, times } of CALLS) {
    const taken: [number[], number[]] = [[], []];
    for (let round = -2; round < ROUNDS; round++) {
      for (const i of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const took = (await tabs[i]?.page.evaluate(`(async () => {
          const from = performance.now();
          for (let i = 0; i < ${times}; i++) ${code};
          return (performance.now() - from) / ${times};
        })()`)) as number;
        if (round >= 0) taken[i].push(took * 1000);
      }
    }
    const [native, ours] = taken;
    figures.push(
      figure('calls', `${what}: native`, 'µs', native),
      figure('calls', `${what}: with the extension`, 'µs', ours),
      figure('calls', `${what}: against native`, '×', ratios(ours, native)),
    );
  }
  await Promise.all(browsers.map(browser => browser.close()));
  await site.close();
  return figures;
}
