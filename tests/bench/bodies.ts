/** 1 GB of FedCM bodies through one log. */

import { FlowLog } from '../../src/core/flow/log.ts';
import type { ObservedExchange } from '../../src/core/flow/observed-exchange.ts';
import { BODY_LIMIT, withBody } from '../../src/core/flow/observed-exchange.ts';
import { KEPT_BYTES } from '../../src/core/flow/retention.ts';
import { type Figure, figure } from './figures.ts';

const GIGABYTE = 1e9;

export async function benchBodies(): Promise<Figure[]> {
  let flush = () => {};
  const at = Date.now();
  const log = new FlowLog(1, { now: Date.now, soon: work => (flush = work), later: () => {} });
  log.document(
    {
      documentId: 'd',
      tabId: 1,
      frameId: 0,
      url: 'https://rp.example/',
      origin: 'https://rp.example',
      topOrigin: 'https://rp.example',
      timeOrigin: at,
      popup: false,
    },
    'ready',
  );
  const before = memory();
  const count = Math.ceil(GIGABYTE / BODY_LIMIT);
  const highest = { heap: 0 };
  const taken: number[] = [];
  for (let i = 1; i <= count; i++) {
    const from = performance.now();
    const start = at + i * 1000;
    log.event('d', {
      t: 'call',
      n: 2 * i - 1,
      call: i,
      at: start,
      api: 'credentials.get',
      url: 'https://rp.example/',
      context: {},
      cut: [],
      request: { identity: { providers: [{ configURL: 'https://idp.example/fedcm.json', clientId: 'c' }] } },
    });
    log.exchange(accounts(i, start + 10));
    log.event('d', {
      t: 'settle',
      n: 2 * i,
      call: i,
      at: start + 100,
      cut: [],
      outcome: { status: 'rejected', error: { name: 'NetworkError' } },
    });
    flush();
    taken.push(performance.now() - from);
    if (i % 100 === 0) highest.heap = Math.max(highest.heap, memory() - before);
  }
  return [
    figure('bodies', `1 GB in ${count} flows: one taken and derived`, 'ms', taken),
    figure(
      'bodies',
      '1 GB: most memory that the log took',
      'bytes',
      [highest.heap],
      `the bound is ${KEPT_BYTES / 2 ** 20} MiB of what it estimates`,
    ),
    figure('bodies', '1 GB: flows dropped, of all', '×', [log.losses.flows / count]),
  ];
}

const memory = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

function accounts(i: number, startedAt: number): ObservedExchange {
  const text = JSON.stringify({ accounts: [{ id: `${i}`, name: 'N'.repeat(BODY_LIMIT), email: 'a@example.test' }] });
  const observed: ObservedExchange = {
    id: `e${i}`,
    request: { method: 'GET', url: 'https://idp.example/accounts', headers: [] },
    response: { status: 200, statusText: 'OK', headers: [], mimeType: 'application/json' },
    startedAt,
    duration: 20,
  };
  return withBody(observed, text, undefined);
}
