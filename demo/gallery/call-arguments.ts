/** Calls that the browser refuses, or misunderstands, because of their arguments. */
import type { Fault, GetOptions } from './fault.ts';

/** A call that fails before anything is fetched, and of which Chrome reports nothing. */
function argument(name: string, title: string, explain: string, error: string, options: GetOptions): Fault {
  return {
    name,
    stage: 'call',
    title,
    explain,
    expect: { reasons: [], error },
    call: { kind: 'get', options },
    before: 'fresh',
  };
}

export const callArgumentFaults: readonly Fault[] = [
  {
    name: 'same-provider-twice',
    stage: 'call',
    title: 'The same provider twice',
    explain: 'Two providers of one call have the same config URL.',
    expect: { reasons: ['ErrorIdToken'], error: 'NetworkError' },
    call: { kind: 'get', options: { providers: ['this', 'this'] } },
    before: 'session',
  },
  argument('no-providers', 'No providers', 'The list of providers is empty.', 'TypeError', { providers: [] }),
  argument('no-config-url', 'No config URL', 'The provider’s configURL is empty.', 'InvalidStateError', {
    provider: { configURL: '' },
  }),
  argument('relative-config-url', 'Relative config URL', 'The config URL must be absolute.', 'InvalidStateError', {
    provider: { configURL: '/config.json' },
  }),
  argument('no-client-id', 'No client id', 'The provider’s clientId is empty.', 'InvalidStateError', {
    provider: { clientId: '' },
  }),
  argument('mode-button', 'Mode “button”', 'The mode was renamed; “button” is now “active”.', 'TypeError', {
    identity: { mode: 'button' },
  }),
  argument('active-and-silent', 'Active and silent', 'An active call must not be silent.', 'NotSupportedError', {
    mode: 'active',
    mediation: 'silent',
  }),
  argument(
    'active-two-providers',
    'Active with two providers',
    'An active call takes a single provider.',
    'InvalidStateError',
    { mode: 'active', providers: ['this', 'good'] },
  ),
  argument(
    'conditional-mediation',
    'Conditional mediation',
    'Mediation “conditional” is for passkeys, not yet for FedCM.',
    'NotSupportedError',
    { mediation: 'conditional' },
  ),
  {
    name: 'mode-in-provider',
    stage: 'call',
    title: 'Mode in the wrong place',
    explain: 'The member mode stands inside the provider, where the browser does not read it; the call is passive.',
    expect: { reasons: [], session: 'accepted' },
    call: { kind: 'get', options: { provider: { mode: 'active' } } },
    before: 'session',
  },
  {
    name: 'nonce-beside-params',
    stage: 'call',
    title: 'Nonce in the old place',
    explain: 'The nonce stands beside params, where it is deprecated; it belongs inside.',
    expect: { reasons: [], session: 'nonce' },
    call: { kind: 'get', options: { provider: { nonce: 'of-old', params: {} } } },
    before: 'session',
  },
];
