import { describe, expect, test } from 'vitest';
import { exportCapture } from '../../../src/core/capture/export.ts';
import type { Flow } from '../../../src/core/model.ts';
import { optionsFor, sampleFlow } from './sample.ts';

const GOOGLE = '123456789012-0123456789abcdefghijklmnopqrstuv.apps.googleusercontent.com';

function exported(flow: Flow, userAgent = optionsFor('secrets').userAgent): { userAgent: string; flows: Flow[] } {
  return JSON.parse(exportCapture([flow], { ...optionsFor('secrets'), userAgent }));
}

/** The sample with another client id, wherever it stands. */
const withClient = (id: string): Flow => JSON.parse(JSON.stringify(sampleFlow()).replaceAll('shop-client', id));

describe('a client id', () => {
  const shown = (flow: Flow | undefined) => {
    const clientId = /"clientId":"([^"]+)"/.exec(JSON.stringify(flow?.request))?.[1] ?? '';
    expect(flow?.token?.payload).toMatchObject({ aud: clientId });
    expect(flow?.token?.checks[0]?.detail).toContain(clientId);
    return clientId;
  };

  test('of Google’s form stays, wherever it stands', () => {
    expect(shown(exported(withClient(GOOGLE)).flows[0])).toBe(GOOGLE);
  });

  test.each([
    'shop-client',
    'acme_web_2',
    'canary-4711',
    'tango-bravo-quill',
    '6f1c3a52-9f0b-4b7e-8c1d-2a3b4c5d6e7f',
    's3cr3tVALUE',
    '8e2b60d1c4f94f02a6d5e7f80912ab34',
    'averyveryverylongword-x',
    '840-55-6491',
    '1093472910',
    'Alice',
  ])('is replaced where it may be a secret, by one word everywhere: %s', id => {
    const told = exported(withClient(id));
    expect(JSON.stringify(told)).not.toContain(id);
    expect(shown(told.flows[0])).toMatch(/^(?:client-[0-9a-f]{12}|\d{15})$/);
  });

  test('that the call does not name is replaced, and so is the value where no client id belongs', () => {
    const flow = sampleFlow();
    const foreign: Flow = {
      ...flow,
      outcome: { status: 'fulfilled', value: { aud: 'other-client', note: 'shop-client' } },
    };
    const [told] = exported(foreign).flows;
    expect(JSON.stringify(told?.outcome)).not.toMatch(/other-client|shop-client/);
  });
});

describe('a host', () => {
  const told = (url: string) => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    exchange?.response.headers.push({ name: 'Location', value: url });
    return exported(flow).flows[0]?.exchanges[0]?.response.headers.at(-1)?.value;
  };

  test.each(['https://idp.example/login', 'https://www.rp.example/', 'https://accounts.idp.example:8443/fedcm'])(
    'of a party, or one beside it that says no more, stays: %s',
    url => expect(told(url)).toBe(url),
  );

  test.each(['https://alice.idp.example/', 'https://april.rp.example/', 'https://idp.example.evil.example/'])(
    'of somebody else is replaced: %s',
    url => expect(told(url)).toMatch(/^https:\/\/host-[0-9a-f]{12}\.example\//),
  );
});

describe('the user agent', () => {
  test.each([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
  ])('stays: %s', userAgent => expect(exported(sampleFlow(), userAgent).userAgent).toBe(userAgent));

  test.each([
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.8078.79 Safari/537.36 OPR/128.0.0.0',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ])('stays on other systems: %s', userAgent => expect(exported(sampleFlow(), userAgent).userAgent).toBe(userAgent));

  test('loses whatever else stands in its parentheses and products', () => {
    const told = exported(
      sampleFlow(),
      'Mozilla/5.0 (Linux; Android 14; zq81 alice.cooper 4711) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 AliceBrowser/84051.7 Chrome/zq81 Safari/537.36',
    ).userAgent;
    expect(told).not.toMatch(/zq81|alice|4711|84051/i);
    expect(told).toMatch(
      /^Mozilla\/5\.0 \(Linux; Android 14; text-\w+ text-\w+ \d+\) AppleWebKit\/537\.36 \(KHTML, like Gecko\) Chrome\/156\.0\.0\.0 /,
    );
  });

  test('of another form is redacted word by word', () => {
    expect(exported(sampleFlow(), 'Chrome of alice.cooper').userAgent).not.toContain('alice');
  });
});
