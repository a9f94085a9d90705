/** Faults of `IdentityCredential.disconnect`. Chrome reports none of them but in the console. */
import { headers, sends, status } from './answers.ts';
import type { Fault, IdpFault } from './fault.ts';

function disconnect(name: string, title: string, explain: string, idp: IdpFault, signInFirst = true): Fault {
  return {
    name: `disconnect-${name}`,
    stage: 'disconnect',
    title,
    explain,
    expect: { reasons: [], error: 'NetworkError' },
    idp,
    call: { kind: 'disconnect', signInFirst },
    before: 'session',
  };
}

export const disconnectFaults: readonly Fault[] = [
  disconnect('never-signed-in', 'Not connected', 'Nobody has signed in, so the browser asks nobody.', {}, false),
  disconnect(
    '500',
    'Server error',
    'The disconnect endpoint answers 500; the browser forgets the account all the same.',
    {
      disconnect: status(500),
    },
  ),
  disconnect('cors', 'No CORS headers', 'The disconnect endpoint names no allowed origin.', {
    disconnect: headers({ 'access-control-allow-origin': '' }),
  }),
  disconnect('no-account-id', 'No account id', 'The answer lacks account_id.', { disconnect: sends({}) }),
];
