import { expect, test } from 'vitest';
import { FlowLog } from '../../../src/core/flow/log.ts';
import type { PageEvent } from '../../../src/core/flow/page-event.ts';
import { idp, RP, T } from './builders.ts';

const call = (n: number, at: number): PageEvent => ({
  t: 'call',
  n,
  call: n,
  api: 'credentials.get',
  at: T + at,
  url: `${RP}/login`,
  request: { identity: { providers: [idp('idp.example').options] }, signal: { $type: 'AbortSignal' } },
  context: {},
  cut: [],
});

/** The first sentence about a call that was aborted after 6 ms, once another came from such a document at `at`. */
function sentence(at: number, documentId = 'a'): string | undefined {
  const log = new FlowLog(1, { now: () => T, soon: flush => flush(), later: () => undefined });
  for (const id of ['a', 'b']) {
    const frameId = id === 'a' ? 0 : 1;
    log.document(
      { documentId: id, tabId: 1, frameId, url: RP, origin: RP, topOrigin: RP, timeOrigin: T, popup: false },
      'ready',
    );
  }
  log.event('a', call(1, 0));
  const outcome = { status: 'rejected', error: { name: 'AbortError', message: 'aborted' } } as const;
  log.event('a', { t: 'settle', n: 2, call: 1, at: T + 6, outcome, cut: [] });
  expect(log.flows[0]?.findings[0]?.title).toBe('The page aborted the call');
  log.event(documentId, call(3, at));
  return log.flows[0]?.findings[0]?.title;
}

test('an effect that runs again after a moment explains the call that it aborted, though that had ended', () => {
  expect(sentence(60)).toBe('The page called twice and aborted this first call');
});

test('a call of another document, or much later, explains nothing', () => {
  expect(sentence(60, 'b')).toBe('The page aborted the call');
  expect(sentence(900)).toBe('The page aborted the call');
});
