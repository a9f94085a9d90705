import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, nesting, optional } from '../../../src/protocol/guard.ts';
import { MAX_EVENT_CHARS } from '../../../src/protocol/limits.ts';
import { parseBridgeToWorker, parseDevtoolsToWorker, parseWorkerToDevtools } from '../../../src/protocol/messages.ts';
import { Backoff } from '../../../src/protocol/reconnect.ts';
import { under, unmark } from '../../../src/protocol/recorded.ts';

const PAGE = {
  documentId: 'D1',
  tabId: 1,
  frameId: 0,
  url: 'https://rp.example/',
  origin: 'https://rp.example',
  topOrigin: 'https://rp.example',
  timeOrigin: 1,
  popup: false,
};

const FRAME = {
  documentId: 'D1',
  frameId: 0,
  url: 'https://rp.example/',
  origin: 'https://rp.example',
  ancestors: [],
  allowsFedCM: true,
  scripts: ['https://rp.example/app.js'],
  cookies: { g_state: '{}' },
};

const guards = {
  parseBridgeToWorker: {
    parse: parseBridgeToWorker,
    good: [
      { t: 'document', state: 'ready', last: 0, timeOrigin: 1.5, url: 'about:blank' },
      { t: 'event', reader: 3, text: '{}' },
      { t: 'early', text: '{}' },
    ],
  },
  parseDevtoolsToWorker: {
    parse: parseDevtoolsToWorker,
    good: [
      { t: 'attach', tabId: 1, documents: ['D1'] },
      { t: 'read', documentId: 'D1', after: 0 },
      { t: 'ack', documentId: 'D1', n: 4 },
      { t: 'look', id: 0, want: 'policy' },
    ],
  },
  parseWorkerToDevtools: {
    parse: parseWorkerToDevtools,
    good: [
      { t: 'document', document: PAGE, state: 'insecure', last: 2 },
      { t: 'event', documentId: 'D1', text: '{}' },
      { t: 'early', documentId: 'D1', text: '{}' },
      { t: 'gone', documentId: 'D1' },
      { t: 'frames', id: 3, frames: [FRAME] },
    ],
  },
};

describe.each(Object.entries(guards))('%s', (_, { parse, good }) => {
  test.each(good.map(message => [message.t, message]))('reads %s and leaves unknown members out', (_t, message) => {
    expect(parse({ ...message, tab: 9, origin: 'https://forged.example' })).toEqual({ ok: true, value: message });
  });

  test.each(good.map(message => [message.t, message]))('refuses %s without any one of its members', (_t, message) => {
    for (const key of Object.keys(message)) {
      const { [key]: __, ...rest } = message as Record<string, unknown>;
      expect(parse(rest).ok).toBe(false);
    }
  });

  test.each(good.map(message => [message.t, message]))('refuses %s with a member of another type', (_t, message) => {
    const others = [undefined, null, {}, [[]], () => {}, Number.NaN, -1, 1.5, 'x'.repeat(3 << 20)];
    for (const [key, is] of Object.entries(message)) {
      for (const other of others) {
        if (typeof other === typeof is && typeof is === 'number' && key !== 'last' && key !== 'after' && key !== 'n')
          continue;
        if (key === 'text' && typeof other === 'string') continue;
        expect([key, other, parse({ ...message, [key]: other }).ok]).toEqual([key, other, false]);
      }
    }
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...good), fc.object(), (anything, message, more) => {
        parse(anything);
        parse({ ...message, ...more });
      }),
    );
  });
});

test('an event that is too large is refused on its way', () => {
  expect(parseBridgeToWorker({ t: 'event', reader: 1, text: 'x'.repeat(MAX_EVENT_CHARS + 1) })).toEqual({
    ok: false,
    reason: 'too-large',
  });
});

describe('nesting', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  test('is the depth of any JSON text, whatever stands in its strings', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8, stringUnit: fc.constantFrom('[', '{', ']', '}', '"', '\\', 'a') }),
        value => {
          const sent = JSON.stringify(value);
          expect(nesting(sent)).toBe(depthOf(JSON.parse(sent)));
        },
      ),
    );
  });
});

describe('unmark', () => {
  test('leaves what has no marks as it is', () => {
    const unmarked = fc
      .jsonValue()
      .filter(value => !JSON.stringify(value).includes('$type') && !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(unmarked, value => {
        expect(unmark(value)).toEqual({ value, unread: [], cut: [] });
      }),
    );
  });

  test('keeps the marks of what JSON cannot hold', () => {
    const value = { a: { $type: 'bigint' }, b: [{ $type: 'getter' }], c: { $type: 'cut' } };
    expect(unmark(value)).toEqual({ value, unread: [], cut: [] });
  });

  test('takes marks within marks off', () => {
    const cut = { $type: 'cut', value: 'beginning', bytes: 99 };
    expect(unmark([{ $type: 'unread', value: { deep: cut } }])).toEqual({
      value: [{ deep: 'beginning' }],
      unread: ['[0]'],
      cut: [{ path: '[0].deep', bytes: 99 }],
    });
  });

  test('never throws, and a member named __proto__ stays a member', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"$type": "unread"}}');
    expect(Object.keys(unmark(hostile).value as object)).toEqual(['__proto__', 'constructor']);
    expect(unmark(hostile).value).not.toHaveProperty('polluted');
    fc.assert(fc.property(fc.jsonValue(), value => void unmark(value)));
  });

  test('paths stand under the part that they are of', () => {
    expect(
      under('request', [
        { path: '', bytes: 1 },
        { path: '[0]', bytes: 2 },
        { path: 'a.b', bytes: 3 },
      ]),
    ).toEqual([
      { path: 'request', bytes: 1 },
      { path: 'request[0]', bytes: 2 },
      { path: 'request.a.b', bytes: 3 },
    ]);
  });
});

test('optional takes own members of the right type alone', () => {
  const isText = (value: unknown): value is string => typeof value === 'string';
  expect(optional({ a: 'x' }, 'a', isText)).toEqual({ a: 'x' });
  expect(optional({ a: 5 }, 'a', isText)).toEqual({});
  expect(optional(Object.create({ a: 'inherited' }), 'a', isText)).toEqual({});
});

test('isObject is true of records alone', () => {
  expect([{}, Object.create(null)].every(isObject)).toBe(true);
  expect([null, undefined, [], 'x', 5, () => {}].some(isObject)).toBe(false);
});

describe('waiting to connect again', () => {
  test('is short for a link that held, and longer each time for one that did not', () => {
    const backoff = new Backoff();
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      backoff.connected(0);
      waits.push(backoff.disconnected(1));
    }
    expect(waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
    backoff.connected(1000);
    expect(backoff.disconnected(3000)).toBe(waits[0]);
  });

  test('gives a slow worker more time for its answer, up to a limit, and less again once it has answered', () => {
    const backoff = new Backoff();
    const patiences = Array.from({ length: 10 }, (_, i) => {
      const patience = backoff.connected(i);
      backoff.unanswered();
      return patience;
    });
    expect(patiences).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
    backoff.used();
    expect(backoff.connected(11)).toBe(2000);
  });

  test('stays short while each link carried something', () => {
    const backoff = new Backoff();
    const waits = Array.from({ length: 20 }, (_, i) => {
      backoff.connected(i);
      backoff.used();
      return backoff.disconnected(i);
    });
    expect(new Set(waits)).toEqual(new Set([waits[0]]));
  });
});
