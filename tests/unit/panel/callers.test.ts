import { describe, expect, it } from 'vitest';
import { callersOf } from '../../../panel/summary/callers.ts';
import type { Flow } from '../../../src/core/model.ts';
import { rejected } from '../diagnosis/flows.ts';

const PAGE = 'http://rp.localhost:8000/login';
const OWN = 'signIn (http://rp.localhost:8000/app.js:9:1)';

const callers = (...stack: string[]): string[] => callersOf(rejected({}, {}, { context: { stack } }));

/** Stacks as Chromium 156 writes them for each of these ways to wrap the method. */
describe('a function in the place of the method', () => {
  it.each([
    [
      'a named function, inline in the page',
      `CredentialsContainer.wrapped [as get] (${PAGE}:1:158)`,
      `wrapped() of a script of this page, in the place of credentials.get (${PAGE}:1:158)`,
    ],
    [
      'an anonymous one, or an arrow function',
      `CredentialsContainer.get (${PAGE}:1:150)`,
      `a script of this page, in the place of credentials.get (${PAGE}:1:150)`,
    ],
    [
      'one on the object itself',
      `navigator.credentials.get (${PAGE}:1:162)`,
      `a script of this page, in the place of credentials.get (${PAGE}:1:162)`,
    ],
    [
      'a Proxy',
      `Object.apply (${PAGE}:1:157)`,
      `what looks like a Proxy over credentials.get, of a script of this page (${PAGE}:1:157)`,
    ],
    [
      'one of another origin',
      'CredentialsContainer.patched [as get] (https://cdn.example/w.js:1:2)',
      'patched() of a script of https://cdn.example, in the place of credentials.get (https://cdn.example/w.js:1:2)',
    ],
    [
      'one of an extension',
      'CredentialsContainer.get (chrome-extension://abc/page.js:1:2)',
      'an extension (abc), in the place of credentials.get (chrome-extension://abc/page.js:1:2)',
    ],
    [
      'one without an address',
      'CredentialsContainer.get (<anonymous>)',
      'a script of this page, in the place of credentials.get (code without an address)',
    ],
  ])('is named: %s', (_, line, words) => {
    expect(callers(line, OWN)).toEqual([words]);
  });

  it('is named for the other entry points by their own names', () => {
    const flow: Flow = {
      ...rejected({}),
      api: 'IdentityCredential.disconnect',
      context: { stack: [`Function.wrapped [as disconnect] (${PAGE}:1:2)`] },
    };
    expect(callersOf(flow)).toEqual([
      `wrapped() of a script of this page, in the place of IdentityCredential.disconnect (${PAGE}:1:2)`,
    ]);
  });
});

describe('the page’s own code', () => {
  it.each([
    [OWN],
    ['Object.get (http://rp.localhost:8000/api.js:1:98)', OWN],
    [OWN, 'Object.apply (http://rp.localhost:8000/framework.js:1:1)'],
    ['new Promise (<anonymous>)', OWN],
    [`${PAGE}:1:194`],
  ])('is nobody else: %s', (...stack) => {
    expect(callers(...stack)).toEqual([]);
  });

  it('is called by libraries and other origins, each named once', () => {
    const google = 'https://accounts.google.com/gsi/client:100:1';
    expect(callers(`a (${google})`, `b (${google})`, 'c (https://cdn.example/x.js:1:1)', OWN)).toEqual([
      'Google Identity Services',
      'a script of https://cdn.example',
    ]);
  });
});
