/** Answers of the identity assertion endpoint that fail the browser's CORS check. */
import { headers } from './answers.ts';
import type { Fault, Override } from './fault.ts';

function cors(name: string, title: string, explain: string, override: Override): Fault {
  return {
    name: `cors-${name}`,
    stage: 'assertion',
    title,
    explain,
    expect: { reasons: ['CorsError'], error: 'IdentityCredentialError', code: '' },
    idp: { assertion: override },
    before: 'session',
  };
}

const origin = 'access-control-allow-origin';
const credentials = 'access-control-allow-credentials';

export const corsFaults: readonly Fault[] = [
  cors(
    'none',
    'No CORS headers',
    'The answer has no CORS headers at all.',
    headers({ [origin]: '', [credentials]: '' }),
  ),
  cors('no-origin', 'No allowed origin', 'Access-Control-Allow-Origin is missing.', headers({ [origin]: '' })),
  cors(
    'no-credentials',
    'Credentials not allowed',
    'Access-Control-Allow-Credentials: true is missing.',
    headers({ [credentials]: '' }),
  ),
  cors(
    'star',
    'Any origin',
    'Access-Control-Allow-Origin is *, which does not work with cookies.',
    headers({ [origin]: '*' }),
  ),
  cors('trailing-slash', 'Origin with a slash', 'The allowed origin ends in a slash, and so is none.', good => ({
    ...good,
    headers: { ...good.headers, [origin]: `${good.headers[origin]}/` },
  })),
  cors('other-origin', 'Another origin', 'The allowed origin is the identity provider’s own.', (good, at) =>
    headers({ [origin]: at.origin })(good, at),
  ),
  cors(
    'other-case',
    'Origin in capitals',
    'The allowed origin is written in capitals, and is compared to the letter.',
    good => ({
      ...good,
      headers: { ...good.headers, [origin]: (good.headers[origin] ?? '').toUpperCase() },
    }),
  ),
  cors('two-origins', 'Two origins', 'Two origins are allowed in one header, which holds one.', (good, at) =>
    headers({ [origin]: `${good.headers[origin]}, ${at.origin}` })(good, at),
  ),
  cors('null', 'Origin null', 'The allowed origin is null.', headers({ [origin]: 'null' })),
];
