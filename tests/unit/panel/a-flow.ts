import type { Flow } from '../../../src/core/model.ts';

/** A settled sign-in, with whatever the test wants otherwise. */
export function aFlow(parts: Partial<Flow> = {}): Flow {
  return {
    id: 'flow-1',
    api: 'credentials.get',
    page: { url: 'https://rp.example/login', origin: 'https://rp.example', frameId: 0 },
    startedAt: 1_000_000,
    settledAt: 1_000_540,
    request: { identity: { providers: [{ configURL: 'https://idp.example/fedcm.json', clientId: 'client-1' }] } },
    context: {},
    outcome: { status: 'fulfilled', credential: { type: 'identity', token: 'an-opaque-code' } },
    exchanges: [],
    phases: [],
    findings: [],
    deliveries: [],
    ...parts,
  };
}

/** A get() that Chrome rejected with the message it has for nearly everything. */
export function aFailure(parts: Partial<Flow> = {}): Flow {
  return aFlow({
    outcome: { status: 'rejected', error: { name: 'NetworkError', message: 'Error retrieving a token.' } },
    ...parts,
  });
}
