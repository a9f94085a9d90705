import { afterEach, expect, test, vi } from 'vitest';
import { fetchAnswer } from '../../../panel/check-provider/fetch-answer.ts';

const CONFIG = 'https://idp.example/config.json';

afterEach(() => vi.unstubAllGlobals());

const answering = (body: BodyInit) => vi.stubGlobal('fetch', async () => new Response(body, { status: 201 }));

test('reads a body of a mebibyte, byte order mark and all', async () => {
  const body = `\uFEFF${'x'.repeat((1 << 20) - 3)}`;
  answering(body);
  const answer = await fetchAnswer(CONFIG, 'manual');
  expect(answer).toMatchObject({ url: CONFIG, status: 201 });
  expect(answer.body === body).toBe(true);
});

test('stops reading what is too large', async () => {
  const cancel = vi.fn();
  answering(new ReadableStream({ pull: stream => stream.enqueue(new Uint8Array(300_000)), cancel }));
  expect(await fetchAnswer(CONFIG, 'manual')).toMatchObject({ status: 0, failure: 'too-large' });
  expect(cancel).toHaveBeenCalledOnce();
});

test.each([
  ['http://localhost:8080/config.json', undefined],
  ['http://idp.localhost/config.json', undefined],
  ['http://127.0.0.1:8080/config.json', undefined],
  ['http://127.0.0.2/config.json', 'not-allowed'],
  ['http://[::1]:8080/config.json', 'not-allowed'],
  ['http://localhost./config.json', 'not-allowed'],
])('asks %s as far as the extension’s policy goes', async (url, failure) => {
  answering('{}');
  expect((await fetchAnswer(url, 'manual')).failure).toBe(failure);
});

test('says of bytes that are not UTF-8 that they are not', async () => {
  answering(new Uint8Array([0x7b, 0xff, 0x7d]));
  const answer = await fetchAnswer(CONFIG, 'manual');
  expect(answer).toMatchObject({ status: 201, failure: 'not-utf8' });
  expect(answer).not.toHaveProperty('body');
});
