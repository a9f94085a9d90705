import { afterEach, expect, test, vi } from 'vitest';
import { fetchText } from '../../../panel/token/fetch-text.ts';

const contains = vi.hoisted(() => vi.fn<(asked: { origins: string[] }) => Promise<boolean>>());
vi.mock('webextension-polyfill', () => ({ default: { permissions: { contains } } }));

const URL_OF_KEYS = 'https://idp.example:8443/keys?v=1';

afterEach(() => {
  vi.unstubAllGlobals();
  contains.mockReset();
});

function answering(answer: () => Promise<Response>) {
  const fetch = vi.fn((_url: string, _options: RequestInit) => answer());
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

const failing = () => answering(() => Promise.reject(new TypeError('Failed to fetch')));

test('asks once, without cookies, cache or referrer', async () => {
  const fetch = answering(async () => new Response('{"keys":[]}', { status: 203 }));
  expect(await fetchText(URL_OF_KEYS)).toEqual({ kind: 'answered', status: 203, text: '{"keys":[]}' });
  expect(fetch.mock.calls).toMatchObject([
    [URL_OF_KEYS, { credentials: 'omit', cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer' }],
  ]);
});

test('stops reading what is too large', async () => {
  const cancel = vi.fn();
  const endless = new ReadableStream({ pull: stream => stream.enqueue(new Uint8Array(300_000)), cancel });
  answering(async () => new Response(endless));
  expect(await fetchText(URL_OF_KEYS)).toMatchObject({ kind: 'failed', reason: 'too-large' });
  expect(cancel).toHaveBeenCalledOnce();
});

test('tells a server that is not there from one that it may not read', async () => {
  const fetch = failing();
  contains.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
  expect(await fetchText(URL_OF_KEYS)).toMatchObject({ kind: 'failed', reason: 'network' });
  expect(await fetchText(URL_OF_KEYS)).toMatchObject({ kind: 'failed', reason: 'cors' });
  expect(contains).toHaveBeenLastCalledWith({ origins: ['https://idp.example/*'] });
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('does not wait for ever', async () => {
  const over = AbortSignal.abort();
  vi.stubGlobal('AbortSignal', { timeout: () => over });
  failing();
  expect(await fetchText(URL_OF_KEYS)).toMatchObject({ kind: 'failed', reason: 'timeout' });
});
