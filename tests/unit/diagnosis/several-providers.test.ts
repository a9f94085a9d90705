import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Finding, Flow } from '../../../src/core/model.ts';
import { type Answers, CONFIG, exchanges, GOOD, rejected, START } from './flows.ts';

const OTHER = 'http://b.localhost:9000';
const OTHER_CONFIG = `${OTHER}/config.json`;
const GOOD_OTHER: Answers = { ...GOOD, wellKnown: { body: { provider_urls: [OTHER_CONFIG] } } };
const NOT_FOUND: Answers = { wellKnown: GOOD_OTHER.wellKnown ?? {}, config: { status: 404 } };
const TOKEN_ERROR: Flow['outcome'] = {
  status: 'rejected',
  error: { name: 'IdentityCredentialError', message: 'Error retrieving a token.', error: '', url: '' },
};

/** A call that names two identity providers. */
function between(one: Answers, other: Answers, rest: Partial<Flow> = {}): Flow {
  const providers = [CONFIG, OTHER_CONFIG].map(configURL => ({ configURL, clientId: 'c' }));
  const all = [...exchanges(one), ...exchanges(other, { idp: OTHER, prefix: 'b-' })];
  return rejected({}, { providers }, { exchanges: all, ...rest });
}

const failures = (flow: Flow): Finding[] =>
  diagnose(flow, { earlier: [] }).filter(({ severity }) => severity !== 'advice');
const told = (flow: Flow): string[] =>
  failures(flow).map(({ code, severity, certainty }) => `${severity} ${code} ${certainty}`);
const asked = (flow: Flow, ...issues: string[]): Flow => ({
  ...flow,
  chrome: { askedAt: START + 9000, issues, log: [] },
});

describe('of two identity providers', () => {
  it('the one whose account was chosen decides, though the other had accounts to offer', () => {
    const outcome = TOKEN_ERROR;
    const at = (assertion: Answers['assertion']) =>
      told(between({ ...GOOD, ...(assertion && { assertion }) }, GOOD_OTHER, { outcome }));
    expect(at({ status: 404, body: '' })).toEqual(['error IdTokenHttpNotFound certain']);
    expect(at({ error: 'net::ERR_FAILED' })[0]).toBe('error CorsError one-of');
    expect(at({ status: 403, body: { error: { error: 'access_denied' } } })).toEqual([
      'error IdTokenIdpErrorResponse certain',
    ]);
  });

  it('a pop-up on another origin ends the call, though the other had accounts to offer', () => {
    const flow = between({ ...GOOD, assertion: { body: { continue_on: 'https://evil.example/' } } }, GOOD_OTHER);
    expect(told(flow)).toEqual(['error IdTokenInvalidResponse certain']);
  });

  it('a token answer that was not recorded is that of the one that was asked', () => {
    const flow = between({ ...GOOD, assertion: {} }, GOOD_OTHER, { outcome: TOKEN_ERROR });
    expect(failures(flow)[0]?.evidence.map(({ exchange }) => exchange)).toContain('id-assertion');
  });

  it('a failed accounts answer of one is no more than a warning beside the other’s token', () => {
    const assertion = { status: 404, body: '' };
    const flow = between(
      { ...GOOD, assertion },
      { ...GOOD_OTHER, accounts: { status: 500 } },
      { outcome: TOKEN_ERROR },
    );
    const expected = ['error IdTokenHttpNotFound certain', 'warning AccountsNoResponse certain'];
    expect(told(flow)).toEqual(expected);
    // Chrome reports them in the order in which they happened (measured on Chromium 156).
    expect(told(asked(flow, 'AccountsNoResponse', 'IdTokenHttpNotFound'))).toEqual(expected);
  });

  it('the dialog of one ends the call, though the other had failed', () => {
    const flow = between(GOOD, NOT_FOUND);
    expect(told(flow)).toEqual(['error UiDismissedNoEmbargo one-of', 'warning ConfigHttpNotFound certain']);
    expect(told(asked(flow, 'ConfigHttpNotFound', 'ShouldEmbargo'))).toEqual([
      'error ShouldEmbargo certain',
      'warning ConfigHttpNotFound certain',
    ]);
  });

  it('a failure of one is no error while the other’s chooser is open, nor when the page is left then', () => {
    expect(told(between(GOOD, NOT_FOUND, { outcome: { status: 'pending' } }))).toEqual([
      'warning ConfigHttpNotFound certain',
    ]);
    expect(told(between(GOOD, NOT_FOUND, { outcome: { status: 'interrupted' } }))).toEqual([
      'warning UiDismissedNoEmbargo one-of',
      'warning ConfigHttpNotFound certain',
    ]);
  });

  it('a failure of one is not certain to have ended the call, where the other’s accounts were not recorded', () => {
    const flow = between({ wellKnown: GOOD.wellKnown, config: { status: 404 } }, { ...GOOD_OTHER, accounts: {} });
    expect(told(flow)).toEqual(['error ConfigHttpNotFound likely']);
  });
});

describe('Chrome’s word about a rejected call', () => {
  it('leads as an error, also where the rules had it as a warning', () => {
    const flow = between(
      { ...GOOD, assertion: { body: { token: 't' } } },
      { ...GOOD_OTHER, accounts: { status: 500 } },
    );
    expect(told(asked(flow, 'AccountsNoResponse'))[0]).toBe('error AccountsNoResponse certain');
  });

  it('never makes an error of a call that succeeded', () => {
    const flow = between(
      { ...GOOD, assertion: { body: { token: 't' } } },
      { ...GOOD_OTHER, accounts: { status: 500 } },
      { outcome: { status: 'fulfilled', credential: { type: 'identity', token: 't', configURL: CONFIG } } },
    );
    expect(told(asked(flow, 'AccountsNoResponse'))).toEqual(['warning AccountsNoResponse certain']);
  });
});
