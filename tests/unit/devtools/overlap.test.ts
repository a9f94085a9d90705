import { describe, expect, test } from 'vitest';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { Overlap } from '../../../src/devtools/overlap.ts';

const request = (url: string, startedAt = 1): ObservedExchange => ({
  id: '',
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, statusText: '', headers: [] },
  startedAt,
  duration: 1,
});

describe('a request in DevTools’ log and among its reports', () => {
  test('keeps its id when it is reported after the log was read, so that the answer takes its place', () => {
    const overlap = new Overlap();
    const id = overlap.recalled(request('https://idp.example/a'));
    overlap.isOver = true;
    expect(id).toBeDefined();
    expect(overlap.reported(request('https://idp.example/a'))).toBe(id);
  });

  test('is passed over in the log when it was reported before', () => {
    const overlap = new Overlap();
    const id = overlap.reported(request('https://idp.example/a'));
    expect(overlap.recalled(request('https://idp.example/a'))).toBeUndefined();
    expect(overlap.recalled(request('https://idp.example/a'))).not.toBe(id);
  });

  test('keeps the id that it has while it is under way, however often that is asked, and when it is reported', () => {
    const overlap = new Overlap();
    overlap.isOver = true;
    const same = () => request('https://idp.example/.well-known/web-identity');
    const ids = overlap.underWay([same(), request('https://idp.example/a'), same()]);
    expect(new Set(ids).size).toBe(3);
    expect(overlap.underWay([same(), request('https://idp.example/a'), same()])).toEqual(ids);
    expect([overlap.reported(same()), overlap.reported(same())]).toEqual([ids[0], ids[2]]);
    expect(overlap.underWay([request('https://idp.example/a')])).toEqual([ids[1]]);
  });

  test('two of one URL and one millisecond stay two, on either side', () => {
    const overlap = new Overlap();
    const same = () => request('https://idp.example/.well-known/web-identity');
    const recalled = [overlap.recalled(same()), overlap.recalled(same())];
    overlap.isOver = true;
    const reported = [overlap.reported(same()), overlap.reported(same())];
    expect(reported).toEqual(recalled);
    const later = [overlap.reported(same()), overlap.reported(same())];
    expect(new Set([...recalled, ...later]).size).toBe(4);
  });
});
