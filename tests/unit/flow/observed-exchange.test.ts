import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BODY_LIMIT, observedFromHar, pageRequestFromHar, withBody } from '../../../src/core/flow/observed-exchange.ts';

const entry = (change: object = {}) => ({
  _resourceType: 'fedcm',
  _initiator: { type: 'FedCM', url: 'https://rp.example' },
  startedDateTime: '2026-11-23T00:00:00.123Z',
  time: 41.5,
  request: {
    method: 'POST',
    url: 'https://idp.example/assertion',
    headers: [{ name: 'Origin', value: 'https://rp.example' }],
    postData: { mimeType: 'application/x-www-form-urlencoded', text: 'client_id=c' },
  },
  response: {
    status: 200,
    statusText: 'OK',
    headers: [{ name: 'content-type', value: 'application/json' }],
    content: { size: 12, mimeType: 'application/json' },
  },
  ...change,
});

const observed = (change: object = {}) => {
  const found = observedFromHar(entry(change), 'x1');
  if (found === undefined) throw new Error('not observed');
  return found;
};

describe('a HAR entry', () => {
  test('becomes an exchange', () => {
    expect(observed()).toEqual({
      id: 'x1',
      request: {
        method: 'POST',
        url: 'https://idp.example/assertion',
        headers: [{ name: 'Origin', value: 'https://rp.example' }],
        body: 'client_id=c',
      },
      response: {
        status: 200,
        statusText: 'OK',
        headers: [{ name: 'content-type', value: 'application/json' }],
        mimeType: 'application/json',
      },
      startedAt: Date.UTC(2026, 10, 23, 0, 0, 0, 123),
      duration: 41.5,
      initiatorUrl: 'https://rp.example',
    });
  });

  test('keeps the net error of an answer that never came', () => {
    const failed = observed({ response: { status: 0, _error: 'net::ERR_FAILED' } });
    expect(failed.response).toMatchObject({ status: 0, error: 'net::ERR_FAILED', headers: [] });
  });

  test('keeps fractions of a millisecond', () => {
    const at = Date.UTC(2026, 10, 23, 0, 0, 0, 123);
    expect(observed({ startedDateTime: '2026-11-23T00:00:00.12375Z' }).startedAt).toBe(at + 0.75);
  });

  test('of the page’s own is no exchange, and the other way round', () => {
    const own = entry({ _resourceType: 'fetch', _initiator: { type: 'script' } });
    expect(observedFromHar(own, 'x')).toBeUndefined();
    expect(pageRequestFromHar(own, 'x')).toMatchObject({ id: 'x' });
    expect(pageRequestFromHar(entry(), 'x')).toBeUndefined();
  });

  test('never throws, whatever it is', () => {
    const parts = fc.record(
      {
        _resourceType: fc.constant('fedcm'),
        _initiator: fc.anything(),
        startedDateTime: fc.oneof(fc.constant('2026-11-23T00:00:00.123Z'), fc.anything({ withNullPrototype: true })),
        time: fc.anything(),
        request: fc.oneof(fc.constant({ method: 'GET', url: 'https://idp.example/' }), fc.anything()),
        response: fc.oneof(fc.constant({ status: 200 }), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(parts, fc.anything()), value => {
        const found = observedFromHar(value, 'x');
        if (found !== undefined) expect(Number.isFinite(found.startedAt) && found.duration >= 0).toBe(true);
      }),
    );
  });
});

describe('a body', () => {
  test('is attached as text, or decoded', () => {
    expect(withBody(observed(), '{"ä":1}', '').response).toMatchObject({ body: '{"ä":1}', bodyBytes: 8 });
    expect(withBody(observed(), btoa('{"a":1}'), 'base64').response.body).toBe('{"a":1}');
  });

  test('that is long is cut between characters, with a mark', () => {
    const { response } = withBody(observed(), '€'.repeat(BODY_LIMIT), '');
    expect(response).toMatchObject({ bodyBytes: BODY_LIMIT * 3, bodyCut: true });
    expect(new TextEncoder().encode(response.body).length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(new Set(response.body)).toEqual(new Set('€'));
  });

  test('that is a picture is not kept', () => {
    const picture = observed();
    const { response } = withBody(
      { ...picture, response: { ...picture.response, mimeType: 'image/png' } },
      'AAAA',
      'base64',
    );
    expect(response.body).toBeUndefined();
    expect(response.bodyMissing).toBe('Pictures are not kept.');
  });

  test('that is not there says why, and leaves once it comes', () => {
    const missing = withBody(observed({ response: { status: 401 } }), null, '');
    expect(missing.response.bodyMissing).toContain('401');
    expect(withBody(missing, '{}', '').response).not.toHaveProperty('bodyMissing');
    expect(withBody(observed({ response: { status: 0 } }), null, '').response.bodyMissing).toMatch(/No answer/);
    expect(withBody(observed(), '%', 'base64').response.bodyMissing).toBeDefined();
  });
});
