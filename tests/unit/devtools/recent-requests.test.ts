import { expect, test } from 'vitest';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { RecentRequests } from '../../../src/devtools/recent-requests.ts';

const post = (id: number, size: number) => ({
  request: {
    id: `${id}`,
    request: { method: 'POST', url: 'https://rp.example/', headers: [], body: 'x'.repeat(size) },
  } as unknown as ObservedExchange,
  entry: undefined,
});

const ids = (recent: RecentRequests) => recent.take().map(({ request }) => Number(request.id));

test('keeps the latest fifty, oldest first, and hands each out once', () => {
  const recent = new RecentRequests();
  for (let id = 1; id <= 60; id++) recent.add(post(id, 10));
  expect(ids(recent)).toEqual(Array.from({ length: 50 }, (_, i) => i + 11));
  expect(recent.size).toBe(0);
});

test('keeps no more than 4 Mi characters of what they sent, and an upload beyond that not at all', () => {
  const recent = new RecentRequests();
  for (let id = 1; id <= 10; id++) recent.add(post(id, 1 << 20));
  expect(ids(recent)).toEqual([8, 9, 10]);
  recent.add(post(11, 1));
  recent.add(post(12, 5 << 20));
  recent.add(post(13, 1));
  expect(ids(recent)).toEqual([13]);
});
