import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHookEvent } from '../../../src/protocol/hook-event.ts';
import { MAX_DEPTH, MAX_EVENT_CHARS } from '../../../src/protocol/limits.ts';

const OURS = 'chrome-extension://abc/';
const CALL = { n: 1, call: 1, at: 1_795_000_000_000, api: 0, url: 'https://rp.example/' };
const SETTLE = { n: 2, call: 1, at: 1_795_000_000_001 };

const read = (event: object) => parseHookEvent(JSON.stringify(event), OURS);
const value = (event: object) => {
  const found = read(event);
  if (!found.ok) throw new Error(found.reason);
  return found.value;
};
/** As many levels, without recursion. */
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('a call', () => {
  test('is read with what is known of it, and nothing else', () => {
    const context = { userActivation: { isActive: true, hasBeenActive: 1, more: 2 }, visibilityState: 'visible' };
    expect(
      value({ ...CALL, ...context, request: { identity: {} }, tabId: 5, origin: 'https://forged.example' }),
    ).toEqual({
      ...CALL,
      t: 'call',
      api: 'credentials.get',
      request: { identity: {} },
      context: { userActivation: { isActive: true, hasBeenActive: false }, visibility: 'visible' },
      cut: [],
    });
  });

  test('has the second argument where there was one', () => {
    expect(value(CALL)).not.toHaveProperty('options');
    expect(value({ ...CALL, options: { accountId: 'a' } })).toMatchObject({ options: { accountId: 'a' } });
  });

  test('names the frames of the page, without our own', () => {
    const stack = `Error\n    at apply (${OURS}hook.js:1:2)\n    at login (https://rp.example/app.js:3:4)\nnonsense`;
    expect(value({ ...CALL, stack })).toMatchObject({ context: { stack: ['login (https://rp.example/app.js:3:4)'] } });
  });

  test('has the hook’s marks taken off', () => {
    const mode = { $type: 'unread', value: 'active' };
    const loginHint = { $type: 'cut', value: 'xx', bytes: 9 };
    expect(value({ ...CALL, request: { identity: { mode, providers: [{ loginHint }] } } })).toMatchObject({
      request: { identity: { mode: 'active', providers: [{ loginHint: 'xx' }] } },
      context: { unread: ['identity.mode'] },
      cut: [{ path: 'request.identity.providers[0].loginHint', bytes: 9 }],
    });
  });
});

describe('a settlement', () => {
  test.each([
    [{}, { status: 'fulfilled' }],
    [{ value: { $type: 'undefined' } }, { status: 'fulfilled' }],
    [{ value: false }, { status: 'fulfilled', value: false }],
    [
      { credential: { token: 't', isAutoSelected: true, configURL: 'https://idp.example/c', type: 'password', id: 5 } },
      {
        status: 'fulfilled',
        credential: { type: 'identity', token: 't', isAutoSelected: true, configURL: 'https://idp.example/c' },
      },
    ],
    [
      { credential: { token: null, isAutoSelected: 'yes' } },
      { status: 'fulfilled', credential: { type: 'identity', token: null } },
    ],
    [
      { error: { name: 'E', message: 'm', code: 5, error: 'x', url: 'u' } },
      { status: 'rejected', error: { name: 'E', message: 'm', error: 'x', url: 'u' } },
    ],
    [{ error: { value: 0, name: 7 } }, { status: 'rejected', error: { value: 0 } }],
  ])('%j', (members, outcome) => {
    expect(value({ ...SETTLE, ...members })).toMatchObject({ outcome });
    expect((value({ ...SETTLE, ...members }) as { outcome: object }).outcome).toEqual(outcome);
  });
});

describe('refused is', () => {
  test.each([
    ['no text', 5, 'not-text'],
    ['no JSON', '{', 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['a text that is too long', `"${'x'.repeat(MAX_EVENT_CHARS)}"`, 'too-large'],
    ['100,000 levels', nested(100_000), 'too-deep'],
    ['100,000 lists that never end', '['.repeat(100_000), 'too-deep'],
  ])('%s', (_, text, reason) => {
    expect(parseHookEvent(text, OURS)).toEqual({ ok: false, reason });
  });

  test.each([
    [{ n: 0 }, 'no-number'],
    [{ n: 1.5 }, 'no-number'],
    [{ n: '1' }, 'no-number'],
    [{ n: 2 ** 53 }, 'no-number'],
    [{ call: -1 }, 'no-number'],
    [{ at: -1 }, 'no-time'],
    [{ at: 9e15 }, 'no-time'],
    [{ at: null }, 'no-time'],
    [{ api: 'credentials.get' }, 'unknown-api'],
    [{ api: [0] }, 'unknown-api'],
    [{ api: 'length' }, 'unknown-api'],
    [{ api: -1 }, 'unknown-api'],
    [{ api: 0.5 }, 'unknown-api'],
    [{ api: 9 }, 'unknown-api'],
    [{ api: null }, 'unknown-api'],
  ])('%j', (members, reason) => {
    expect(read({ ...CALL, ...members })).toEqual({ ok: false, reason });
  });

  test('never what the hook itself may write at its deepest', () => {
    expect(parseHookEvent(`{"n":1,"call":1,"at":1,"api":0,"request":${nested(MAX_DEPTH)}}`, OURS).ok).toBe(true);
  });
});

describe('for anything at all', () => {
  const members = fc.dictionary(
    fc.constantFrom(
      't',
      'n',
      'call',
      'at',
      'api',
      'url',
      'request',
      'options',
      'stack',
      'userActivation',
      'error',
      'credential',
      'value',
      '__proto__',
      'more',
    ),
    fc.oneof(fc.jsonValue(), fc.constantFrom('call', 0, 1, 2, 8, 9)),
  );

  test('it never throws, and passes on known members alone', () => {
    const known = new Set(['t', 'n', 'call', 'at', 'api', 'url', 'request', 'options', 'context', 'cut', 'outcome']);
    fc.assert(
      fc.property(fc.constantFrom(CALL, SETTLE), members, (base, more) => {
        const found = read({ ...base, ...more });
        if (found.ok) expect(Object.keys(found.value).filter(key => !known.has(key))).toEqual([]);
        else expect(found.reason).toMatch(/^[a-z-]+$/);
      }),
    );
  });

  test('it never throws for texts and things that are none', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), input => void parseHookEvent(input, OURS)));
  });

  test('text of any kind arrives as it was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), text => {
        expect(value({ ...CALL, request: text })).toMatchObject({ request: text });
      }),
    );
  });
});
