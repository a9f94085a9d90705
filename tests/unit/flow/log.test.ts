import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CallBook } from '../../../src/core/flow/call-book.ts';
import { FlowLog } from '../../../src/core/flow/log.ts';
import type { PageDocument, PageEvent } from '../../../src/core/flow/page-event.ts';
import type { Flow, Outcome } from '../../../src/core/model.ts';
import { accounts, config, idp, RP, T } from './builders.ts';

const TAB = 7;

/** A log whose time and turns the test decides. */
function aLog(openedAt = T) {
  let now = openedAt;
  let flushes: (() => void)[] = [];
  const log = new FlowLog(TAB, {
    now: () => now,
    soon: flush => flushes.push(flush),
    later: () => {},
  });
  const flush = () => {
    const due = flushes;
    flushes = [];
    for (const one of due) one();
  };
  return {
    log,
    flush,
    pass: (ms: number) => {
      now += ms;
    },
    ids: () => {
      flush();
      return log.flows.map(({ id }) => id);
    },
    statuses: () => {
      flush();
      return log.flows.map(({ outcome }) => outcome.status);
    },
  };
}

const aDocument = (documentId: string, more: Partial<PageDocument> = {}): PageDocument => ({
  documentId,
  tabId: TAB,
  frameId: 0,
  url: `${RP}/login`,
  origin: RP,
  topOrigin: RP,
  timeOrigin: T,
  popup: false,
  ...more,
});

const called = (n: number, call = n, more: Partial<Extract<PageEvent, { t: 'call' }>> = {}): PageEvent => ({
  t: 'call',
  n,
  call,
  api: 'credentials.get',
  at: T + n,
  url: `${RP}/login`,
  request: { identity: { providers: [idp('idp.example').options] } },
  context: {},
  cut: [],
  ...more,
});

const refused = (n: number, call: number): PageEvent => ({
  t: 'settle',
  n,
  call,
  at: T + n,
  outcome: { status: 'rejected', error: { name: 'NetworkError' } },
  cut: [],
});

describe('heads of events, told before anybody asked', () => {
  const head = (n: number, more: Parameters<typeof called>[2] = {}) => called(n, n, { request: undefined, ...more });

  test('count once the document is gone without having told the events', () => {
    const { log, ids, statuses } = aLog();
    log.document(aDocument('a'), 'ready');
    log.early('a', head(1));
    log.early('a', refused(2, 1));
    expect(ids()).toEqual([]);
    log.gone('a');
    log.gone('a');
    expect(ids()).toEqual(['a:1']);
    expect(statuses()).toEqual(['interrupted']);
    expect(log.flows[0]?.request).toEqual({ $type: 'lost' });
    expect(log.losses).toEqual({ events: 0, flows: 0 });
  });

  test('give way to the events, before and after', () => {
    const { log, statuses } = aLog();
    log.document(aDocument('a'), 'ready');
    log.early('a', head(1));
    log.early('a', head(3));
    log.event('a', called(1));
    log.event('a', refused(2, 1));
    log.gone('a');
    expect(statuses()).toEqual(['rejected', 'interrupted']);
    log.document(aDocument('a'), 'ready');
    log.event('a', called(3));
    expect(statuses()).toEqual(['rejected', 'pending']);
    expect(log.flows.map(({ request }) => request)).toEqual(
      [called(1), called(3)].map(event => 'request' in event && event.request),
    );
    expect(log.losses).toEqual({ events: 0, flows: 0 });
  });

  test('are bounded, and nothing while recording is paused', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    for (let n = 1; n <= 100; n++) log.early('a', head(n));
    log.early('unheard', head(1));
    log.gone('unheard');
    log.gone('a');
    expect(ids()).toHaveLength(16);
    log.clear();
    log.setRecording(false);
    log.document(aDocument('b'), 'ready');
    log.early('b', head(1));
    log.gone('b');
    expect(ids()).toEqual([]);
  });

  test('of a pop-up belong to the flow that waits for it', () => {
    const { log, flush } = aLog();
    const { origin } = new URL(idp('idp.example').options.configURL);
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.document(aDocument('p', { tabId: 8, popup: true, origin, topOrigin: origin }), 'ready');
    log.early('p', head(1, { api: 'IdentityProvider.close', at: T + 5 }));
    log.gone('p');
    flush();
    expect(log.flows.map(({ api, parent }) => [api, parent])).toEqual([
      ['credentials.get', undefined],
      ['IdentityProvider.close', 'a:1'],
    ]);
  });
});

describe('of a call from before DevTools was opened', () => {
  const told = (outcome: Outcome, at = T + 4000) => {
    const { log, flush, pass } = aLog(T + 5000);
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.event('a', { t: 'settle', n: 2, call: 1, at, outcome, cut: [] });
    pass(60_000);
    flush();
    return log.flows[0];
  };
  const codes = (flow: Flow | undefined) => flow?.findings.map(({ code }) => code);
  const token = { status: 'fulfilled', credential: { type: 'identity', token: 'header.payload.signature' } } as const;

  test('nothing is said of a token whose requests nobody watched', () => {
    expect(codes(told(token))).not.toContain('TokenNotSent');
    expect(codes(told(token, T + 5001))).toContain('TokenNotSent');
  });

  test('no delay is claimed, and no lack of requests', () => {
    const flow = told({ status: 'rejected', error: { name: 'NetworkError' } });
    expect(flow?.phases.map(({ name, basis }) => [name, basis])).toEqual([['unknown', 'derived']]);
    expect(flow?.findings[0]).toMatchObject({
      certainty: 'one-of',
      title: 'Requests before DevTools was opened were not seen',
    });
  });

  test.each([{ mediation: 'silent', identity: {} }, { identity: { mode: 'active' } }])(
    'nor in a call with %j',
    ({ identity, ...rest }) => {
      const { log, flush } = aLog(T + 5000);
      log.document(aDocument('a'), 'ready');
      const request = { ...rest, identity: { ...identity, providers: [idp('idp.example').options] } };
      log.event('a', called(1, 1, { request }));
      log.event('a', refused(2, 1));
      flush();
      expect(log.flows[0]?.findings[0]?.title).toBe('Requests before DevTools was opened were not seen');
    },
  );
});

test.each(['IdentityProvider.getUserInfo', 'IdentityCredential.disconnect'] as const)(
  'no lack of requests is claimed of %s from before DevTools was opened either',
  api => {
    const { log, flush } = aLog(T + 5000);
    const { options } = idp('idp.example');
    log.document(aDocument('f', { frameId: 3, origin: 'https://idp.example' }), 'ready');
    log.event('f', called(1, 1, { api, request: { ...options, accountHint: 'ann' } }));
    log.event('f', refused(2, 1));
    flush();
    expect(log.flows[0]?.findings[0]).toMatchObject({
      certainty: 'one-of',
      title: 'Requests before DevTools was opened were not seen',
    });
  },
);

test('headers of a document that come after its call have the call derived again', () => {
  const { log, flush } = aLog();
  log.document(aDocument('a'), 'ready');
  const refusal = {
    name: 'NotAllowedError',
    message: 'The identity-credentials-get feature is not enabled in this document.',
  };
  log.event('a', called(1));
  log.event('a', { t: 'settle', n: 2, call: 1, at: T + 2, outcome: { status: 'rejected', error: refusal }, cut: [] });
  flush();
  const before = JSON.stringify(log.flows[0]?.findings);
  log.documentHeaders(`${RP}/login`, [{ name: 'Permissions-Policy', value: 'identity-credentials-get=()' }]);
  flush();
  expect(JSON.stringify(log.flows[0]?.findings)).not.toBe(before);
});

describe('a document that vanished', () => {
  test('is last heard with the latest event that it told, until it is back', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    for (const event of [called(1), refused(2, 1), called(3, 2)]) log.event('a', event);
    log.gone('a');
    flush();
    expect(log.flows.map(({ outcome, lastHeard }) => [outcome.status, lastHeard])).toEqual([
      ['rejected', undefined],
      ['interrupted', { event: 3, at: T + 3 }],
    ]);
    log.document(aDocument('a'), 'ready');
    flush();
    expect(log.flows.at(-1)).not.toHaveProperty('lastHeard');
    expect(log.flows.at(-1)?.outcome.status).toBe('pending');
  });

  test('that was prerendered is the page shown once it is announced as frame 0', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    log.document(aDocument('b', { frameId: 9 }), 'ready');
    log.event('b', called(1));
    expect(log.navigations).toHaveLength(1);
    log.gone('b');
    expect(log.document(aDocument('b'), 'ready')).toBe(1);
    log.event('b', called(2, 2));
    flush();
    expect(log.navigations.map(({ documentId }) => documentId)).toEqual(['a', 'b']);
    expect(log.flows.map(({ page }) => page.frameId)).toEqual([9, 0]);
  });
});

describe('events', () => {
  test('of a document that was never announced are not taken', () => {
    const { log, ids } = aLog();
    log.event('unheard', called(1));
    expect(ids()).toEqual([]);
  });

  test('are taken once, however often they are told', () => {
    const { log, ids, statuses } = aLog();
    log.document(aDocument('a'), 'ready');
    for (const event of [called(1), refused(2, 1), called(1), refused(2, 1)]) log.event('a', event);
    expect(ids()).toEqual(['a:1']);
    expect(statuses()).toEqual(['rejected']);
    expect(log.losses).toEqual({ events: 0, flows: 0 });
  });

  test('that are missing are counted, and named on the next call', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.event('a', refused(4, 1));
    log.event('a', called(6, 3));
    log.event('a', called(7, 4));
    flush();
    expect(log.losses.events).toBe(3);
    expect(log.flows.map(({ lost }) => lost)).toEqual([undefined, 3, undefined]);
  });

  test('of a call that is not known change nothing', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', refused(1, 9));
    expect(ids()).toEqual([]);
  });

  test('a call number used twice does not replace the first call', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1, 1, { request: 'first' }));
    log.event('a', called(2, 1, { request: 'second' }));
    flush();
    expect(log.flows.map(({ request }) => request)).toEqual(['first']);
  });

  test('are asked for from where they were left', () => {
    const { log } = aLog();
    expect(log.document(aDocument('a'), 'ready')).toBe(0);
    log.event('a', called(3));
    expect(log.document(aDocument('a'), 'ready')).toBe(3);
    expect(log.document(aDocument('b', { frameId: 4 }), 'ready')).toBe(0);
  });

  test('come from frames with clocks of their own, and are shown by start', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.document(aDocument('b', { frameId: 4 }), 'ready');
    log.event('a', called(1, 1, { at: T + 50 }));
    log.event('b', called(1, 1, { at: T + 20 }));
    log.event('a', called(2, 2, { at: T + 70 }));
    log.event('b', called(2, 2, { at: T + 50 }));
    expect(ids()).toEqual(['b:1', 'a:1', 'b:2', 'a:2']);
  });

  test('a flow that does not change keeps its identity', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.event('a', refused(2, 1));
    log.event('a', called(3, 2));
    flush();
    const [first, second] = log.flows;
    log.event('a', refused(4, 2));
    flush();
    expect(log.flows[0]).toBe(first);
    expect(log.flows[1]).not.toBe(second);
  });
});

describe('a document that goes away', () => {
  test('cuts its open calls off, and its return takes that back', () => {
    const { log, flush, statuses, pass } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.event('a', called(2));
    log.event('a', refused(3, 1));
    pass(500);
    log.gone('a');
    expect(statuses()).toEqual(['rejected', 'interrupted']);
    expect(log.flows[1]?.settledAt).toBe(T + 500);
    expect(log.pageState).toBe('unknown');
    log.document(aDocument('a'), 'ready');
    expect(statuses()).toEqual(['rejected', 'pending']);
    expect(log.flows[1]).not.toHaveProperty('settledAt');
    log.event('a', refused(4, 2));
    flush();
    expect(statuses()).toEqual(['rejected', 'rejected']);
  });

  test('an outcome that arrives after all stands', () => {
    const { log, statuses } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.gone('a');
    log.event('a', refused(2, 1));
    expect(statuses()).toEqual(['rejected']);
  });

  test('another document in the same frame cuts it off, one in another frame does not', () => {
    const { log, statuses } = aLog();
    log.document(aDocument('a', { frameId: 3 }), 'ready');
    log.document(aDocument('b', { frameId: 4 }), 'ready');
    log.event('a', called(1));
    log.event('b', called(1));
    log.document(aDocument('c', { frameId: 3 }), 'ready');
    expect(statuses().toSorted()).toEqual(['interrupted', 'pending']);
  });

  test('documents with open calls are looked for again', () => {
    const { log } = aLog();
    log.document(aDocument('a'), 'ready');
    log.document(aDocument('b', { frameId: 4 }), 'ready');
    log.event('a', called(1));
    log.event('a', refused(2, 1));
    log.event('b', called(1));
    expect(log.openDocuments()).toEqual(['b']);
  });
});

describe('what is left out', () => {
  test('without Preserve log, everything before the new document', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.setPreserve(false);
    log.document(aDocument('b', { timeOrigin: T + 100 }), 'ready');
    log.event('b', called(1));
    expect(ids()).toEqual(['b:1']);
    expect(log.navigations.map(({ documentId }) => documentId)).toEqual(['b']);
  });

  test('what was cleared does not come back, neither by a replay nor by an outcome', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.clear();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.event('a', refused(2, 1));
    expect(ids()).toEqual([]);
    log.event('a', called(3));
    expect(ids()).toEqual(['a:3']);
  });

  test('calls made while nothing is recorded, with their outcomes; calls before go on', () => {
    const { log, ids, statuses } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.setRecording(false);
    log.event('a', called(2));
    log.event('a', refused(3, 2));
    log.event('a', refused(4, 1));
    log.setRecording(true);
    log.event('a', called(5));
    expect(ids()).toEqual(['a:1', 'a:5']);
    expect(statuses()).toEqual(['rejected', 'pending']);
    expect(log.losses.events).toBe(0);
  });

  test('calls of tabs that were opened, but those of the provider of an open call', () => {
    const { log, flush } = aLog();
    const { origin } = idp('idp.example');
    log.document(aDocument('a'), 'ready');
    log.document(aDocument('p', { tabId: 8, popup: true, origin, topOrigin: origin }), 'ready');
    log.document(aDocument('q', { tabId: 9, popup: true }), 'ready');
    log.event('a', called(1));
    log.event('p', called(1, 1, { api: 'IdentityProvider.resolve', request: 'token', at: T + 5 }));
    log.event('p', called(2, 2, { at: T + 6 }));
    log.event('q', called(1, 1, { api: 'IdentityProvider.close', request: undefined, at: T + 7 }));
    flush();
    expect(log.flows.map(({ id, parent }) => [id, parent])).toEqual([
      ['a:1', undefined],
      ['p:1', 'a:1'],
    ]);
  });
});

describe('in the middle of a call', () => {
  const one = idp('idp.example');
  const roles = (flow: Flow | undefined) => flow?.exchanges.map(({ role }) => role);
  const begun = () => {
    const made = aLog();
    made.log.document(aDocument('a'), 'ready');
    made.log.event('a', called(1));
    made.log.exchange(config(one, 2));
    made.flush();
    return made;
  };

  test('recording is paused: the call is recorded to its end, with its requests', () => {
    const { log, statuses } = begun();
    log.setRecording(false);
    log.exchange(accounts(one, 30, { status: 401 }));
    log.event('a', { ...refused(2, 1), at: T + 60 });
    log.exchange(accounts(one, 4000));
    expect(statuses()).toEqual(['rejected']);
    expect(roles(log.flows[0])).toEqual(['config', 'accounts']);
    expect(log.flows[0]?.findings[0]?.code).toBe('AccountsNoResponse');
    expect(log.leftovers).toEqual([]);
  });

  test('recording goes on: the call is listed whole if it is still open, and left out if not', () => {
    const { log, ids, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    log.setRecording(false);
    log.event('a', called(1));
    log.exchange(config(one, 2));
    log.event('a', { ...refused(2, 1), at: T + 40 });
    log.event('a', called(3, 3, { at: T + 1000 }));
    log.exchange(config(one, 1002));
    expect(ids()).toEqual([]);
    log.setRecording(true);
    log.exchange(accounts(one, 1030));
    expect(ids()).toEqual(['a:3']);
    expect(roles(log.flows[0])).toEqual(['config', 'accounts']);
    log.event('a', { ...refused(4, 3), at: T + 2000 });
    flush();
    expect(log.flows[0]?.outcome.status).toBe('rejected');
    expect(log.leftovers).toEqual([]);
  });

  test('the log is cleared: what comes of the call is neither listed nor taken for another’s', () => {
    const { log, ids } = begun();
    log.clear();
    expect(log.flows).toEqual([]);
    log.exchange(accounts(one, 30));
    log.event('a', { ...refused(2, 1), at: T + 60 });
    expect(ids()).toEqual([]);
    expect(log.leftovers).toEqual([]);
    expect(log.hasCalled).toBe(true);
    log.event('a', called(3, 3, { at: T + 100 }));
    log.exchange(config(one, 102));
    expect(ids()).toEqual(['a:3']);
    expect(roles(log.flows[0])).toEqual(['config']);
  });

  test('the log is cleared: a call that has just ended still owns what is reported late', () => {
    const { log, ids, pass } = begun();
    log.event('a', { ...refused(2, 1), at: T + 60 });
    pass(70);
    log.clear();
    log.exchange(accounts(one, 30, { status: 401 }));
    expect(ids()).toEqual([]);
    expect(log.leftovers).toEqual([]);
  });

  test('calls without end while recording is paused are kept within bounds, with their requests', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.setRecording(false);
    for (let n = 1; n <= 40; n++) {
      log.event('a', called(2 * n - 1, n, { at: T + 100 * n }));
      log.exchange(config(one, 100 * n + 2));
      if (n < 40) log.event('a', { ...refused(2 * n, n), at: T + 100 * n + 50 });
      ids();
    }
    expect(log.leftovers).toEqual([]);
    expect(log.losses.flows).toBe(0);
    log.setRecording(true);
    expect(ids()).toEqual(['a:40']);
  });
});

describe('whether the page shown now has called', () => {
  const inFrame = (documentId: string, timeOrigin: number) =>
    aDocument(documentId, { frameId: 4, origin: 'https://frame.example', timeOrigin });

  test('it has, or a frame in it has; what the log no longer lists counts, too', () => {
    for (const caller of ['a', 'f']) {
      const { log } = aLog();
      log.document(aDocument('a'), 'ready');
      log.document(inFrame('f', T + 1), 'ready');
      expect(log.hasCalled).toBe(false);
      log.event(caller, called(1));
      expect(log.hasCalled).toBe(true);
      log.clear();
      expect(log.hasCalled).toBe(true);
    }
  });

  test('the page before has, or a frame in that, and this one has not, until the other is back', () => {
    for (const caller of ['a', 'f']) {
      const { log } = aLog();
      log.document(aDocument('a'), 'ready');
      log.document(inFrame('f', T + 1), 'ready');
      log.event(caller, called(1));
      log.document(aDocument('b', { timeOrigin: T + 100 }), 'ready');
      expect(log.hasCalled).toBe(false);
      log.document(aDocument('a'), 'ready');
      expect(log.hasCalled).toBe(true);
    }
  });

  test('changes of state are no call, and neither is what a pop-up calls', () => {
    const { log } = aLog();
    log.document(aDocument('a'), 'ready');
    log.document(aDocument('p', { tabId: 8, popup: true }), 'ready');
    log.event('a', called(1, 1, { api: 'login.setStatus', request: 'logged-in' }));
    log.event('a', called(2, 2, { api: 'credentials.preventSilentAccess', request: undefined }));
    log.event('p', called(1));
    expect(log.hasCalled).toBe(false);
  });
});

describe('pop-ups and their opener tell in any order', () => {
  const { origin } = idp('idp.example');
  const aPopup = aDocument('p', { tabId: 8, popup: true, origin, topOrigin: origin, url: `${origin}/login` });
  const closing = called(1, 1, { api: 'IdentityProvider.close', request: undefined, at: T + 500 });

  test('a call of a pop-up that comes before the call that opened it', () => {
    const { log, ids } = aLog();
    log.document(aPopup, 'ready');
    log.event('p', closing);
    log.event('p', { t: 'settle', n: 2, call: 1, at: T + 501, outcome: { status: 'fulfilled' }, cut: [] });
    log.document(aDocument('a'), 'ready');
    expect(ids()).toEqual([]);
    log.event('a', called(1));
    expect(ids()).toEqual(['a:1', 'p:1']);
    expect(log.flows[1]).toMatchObject({ parent: 'a:1', settledAt: T + 501, outcome: { status: 'fulfilled' } });
    const [, kept] = log.flows;
    log.event('a', { ...refused(2, 1), at: T + 1000 });
    ids();
    expect(log.flows[1]).toBe(kept);
  });

  test('a call of a pop-up that turns out to have come after the end', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1));
    log.document(aPopup, 'ready');
    log.event('p', closing);
    expect(ids()).toEqual(['a:1', 'p:1']);
    log.event('a', { ...refused(2, 1), at: T + 400 });
    expect(ids()).toEqual(['a:1']);
  });

  test('calls that belong to no flow are kept within bounds, the latest of them, and cleared with the rest', () => {
    const { log, ids } = aLog();
    log.document(aPopup, 'ready');
    for (let n = 1; n <= 1000; n++) log.event('p', called(n, n, { api: 'login.setStatus', request: 'logged-in' }));
    for (let n = 1001; n <= 1010; n++) log.event('p', called(n, n, { request: {} }));
    expect(ids()).toEqual([]);
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1, 1, { at: T }));
    expect(ids()).toHaveLength(1 + 64);
    expect(ids().at(-1)).toBe('p:1000');
    log.clear();
    expect(log.flows).toEqual([]);
    log.event('a', called(2, 2, { at: T }));
    expect(ids()).toEqual(['a:2']);
  });

  /** What several documents and the network tell of one time, each in its own order. */
  const told = (world: {
    calls: readonly (readonly [at: number, took: number | undefined])[];
    inside: readonly number[];
  }) => {
    const opened = { ...aPopup, documentId: 'q', tabId: 9 };
    const provider = idp('idp.example');
    const inFrame = (from: number) =>
      world.calls
        .filter((_, index) => index % 2 === from)
        .flatMap(([at, took], index): PageEvent[] => [
          called(2 * index + 1, index, { at: T + at }),
          ...(took === undefined ? [] : [{ ...refused(2 * index + 2, index), at: T + at + took }]),
        ]);
    const popup = (from: number) =>
      world.inside
        .filter((_, index) => index % 2 === from)
        .map((at, index) => {
          const api = index % 2 === 0 ? 'login.setStatus' : 'IdentityProvider.close';
          return called(index + 1, index, { api, request: 'logged-in', at: T + at });
        });
    const tell = (document: PageDocument, events: readonly PageEvent[]) => [
      (log: FlowLog) => void log.document(document, 'ready'),
      ...events.map(event => (log: FlowLog) => log.event(document.documentId, event)),
    ];
    const network = world.calls.flatMap(([at]) => [
      config(provider, at + 2),
      accounts(provider, at + 30, { status: 401 }),
    ]);
    return [
      tell(aDocument('a'), inFrame(0)),
      tell(aDocument('f', { frameId: 3 }), inFrame(1)),
      tell(aPopup, popup(0)),
      tell(opened, popup(1)),
      ...network.map(observed => [(log: FlowLog) => log.exchange(observed)]),
    ];
  };

  test('the order of arrival changes nothing, at once or bit by bit', () => {
    const at = fc.integer({ min: 0, max: 5000 });
    const call = fc.tuple(at, fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }));
    const worlds = fc.record({
      calls: fc.uniqueArray(call, { maxLength: 4, selector: ([start]) => start }),
      inside: fc.uniqueArray(at, { maxLength: 6 }),
    });
    const flowsOf = (parts: ReturnType<typeof told>, turns: readonly number[]) => {
      const { log, flush, pass } = aLog();
      pass(60_000);
      const queues = parts.map(part => [...part]);
      for (const turn of turns) {
        const waiting = queues.filter(({ length }) => length > 0);
        waiting[turn % Math.max(waiting.length, 1)]?.shift()?.(log);
        if (turn % 3 === 0) flush();
      }
      for (const queue of queues) for (const say of queue) say(log);
      flush();
      return JSON.stringify({ flows: log.flows, leftovers: log.leftovers }, null, 1);
    };
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(1000), { maxLength: 40 }), (world, turns) => {
        const parts = told(world);
        expect(flowsOf(parts, turns)).toBe(flowsOf(parts, []));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the bound', () => {
  const text = (kilobytes: number) => 'x'.repeat(kilobytes * 512);

  test('drops the oldest flows, whole, and says how many', () => {
    const { log, ids } = aLog();
    log.document(aDocument('a'), 'ready');
    log.setKeptBytes(50 * 1024);
    for (let n = 1; n <= 10; n++) log.event('a', called(n, n, { request: text(10) }));
    expect(ids()).toEqual(['a:7', 'a:8', 'a:9', 'a:10']);
    expect(log.losses).toEqual({ events: 0, flows: 6 });
    log.event('a', refused(11, 1));
    expect(ids()).toHaveLength(4);
    log.clear();
    expect(log.losses.flows).toBe(0);
  });

  test('a flow takes its exchanges with it, and the latest flow stays whatever its size', () => {
    const { log, ids, flush } = aLog();
    const provider = idp('idp.example');
    log.document(aDocument('a'), 'ready');
    log.event('a', called(1, 1, { at: T }));
    const observed = config(provider, 5, { body: { ...provider.config, text: text(40) } });
    log.exchange(observed);
    log.event('a', { ...refused(2, 1), at: T + 100 });
    flush();
    expect(log.flows[0]?.exchanges.map(({ id }) => id)).toEqual([observed.id]);
    log.setKeptBytes(20 * 1024);
    log.event('a', called(3, 3, { at: T + 60_000, request: text(100) }));
    expect(ids()).toEqual(['a:3']);
    expect(log.flows[0]?.exchanges).toEqual([]);
    expect(log.leftovers).toEqual([]);
  });

  test('bodies without end stay within what is to be kept, at every moment', () => {
    const { log, flush } = aLog();
    const provider = idp('idp.example');
    const limit = 4 * 1024 * 1024;
    log.setKeptBytes(limit);
    log.document(aDocument('a'), 'ready');
    const body = { ...provider.config, text: text(256) };
    let most = 0;
    for (let call = 1; call <= 200; call++) {
      const at = T + call * 10_000;
      log.event('a', called(2 * call - 1, call, { at }));
      log.exchange({ ...config(provider, 5, { body }), id: `e${call}`, startedAt: at + 5 });
      log.event('a', { ...refused(2 * call, call), at: at + 100 });
      flush();
      const bodies = [...log.flows.flatMap(({ exchanges }) => exchanges), ...log.leftovers];
      most = Math.max(
        most,
        bodies.reduce((sum, { response }) => sum + 2 * (response.body?.length ?? 0), 0),
      );
    }
    expect(most).toBeGreaterThan(limit / 2);
    expect(most).toBeLessThanOrEqual(limit);
    expect(log.losses.flows).toBe(200 - log.flows.length);
    expect(log.flows.at(-1)?.id).toBe('a:200');
  });

  test('ten thousand calls and their outcomes are taken one by one, without looking at all others', () => {
    const { log, flush } = aLog();
    log.document(aDocument('a'), 'ready');
    const all = vi.spyOn(CallBook.prototype, 'all', 'get');
    const lookUp = Map.prototype.get;
    let lookUps = 0;
    Map.prototype.get = function (key) {
      lookUps++;
      return lookUp.call(this, key);
    };
    try {
      for (let call = 1; call <= 10_000; call++) {
        log.event('a', called(2 * call - 1, call));
        log.event('a', refused(2 * call, call));
      }
    } finally {
      Map.prototype.get = lookUp;
    }
    expect(all).not.toHaveBeenCalled();
    all.mockRestore();
    expect(lookUps / 20_000).toBeLessThan(20);
    flush();
    expect(log.flows).toHaveLength(10_000);
    expect(log.openDocuments()).toEqual([]);
  }, 60_000);
});
