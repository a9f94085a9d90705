import { decodeText } from '../capture/base64url-text.ts';
import type { Leaf } from './leaves.ts';

/** Why two values differ each time, whatever went right or wrong. */
export type Volatility = 'nonce' | 'time' | 'id' | 'token';

const BY_NAME: Record<Volatility, ReadonlySet<string>> = {
  nonce: new Set(['nonce', 'c_nonce', 'salt', 'state', 'code_challenge', 'csrf', 'csrf_token']),
  time: new Set(
    `iat exp nbf auth_time updated_at date expires last-modified age startedat settledat duration starts took`.split(
      ' ',
    ),
  ),
  id: new Set(
    `jti sid at_hash c_hash s_hash session_id request_id trace_id documentid tabid etag content-length x-request-id
    x-trace-id traceparent cf-ray x-cloud-trace-context set-cookie _sd`.split(/\s+/),
  ),
  token: new Set(['token', 'id_token', 'access_token', 'refresh_token', 'assertion', 'code', 'signature']),
};

/**
 * Who takes part. These stay the same from one sign-in to the next, whatever they look like: where they differ, that is
 * it.
 */
const STEADY = new Set(
  `clientid client_id aud azp iss sub hd tid oid id account_id accountid account_hint accounthint loginhint login_hint
  login_hints approved_clients`.split(/\s+/),
);

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const JWT = /^([\w-]{8,})\.[\w-]+\.[\w-]*(?:~|$)/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** Seconds or milliseconds since 1970, between 2017 and 2049. */
const EPOCH = /^(?:1[5-9]|2[0-4])\d{8}(?:\d{3})?(?:\.\d+)?$/;

/** What a value is by its name, or by its shape; undefined where it should be the same each time. */
export function volatilityOf({ path, text, type }: Leaf): Volatility | undefined {
  const [, owner = '', last = ''] = /(?:([^.[\]]+)\.)?([^.[\]]+?)(?: \d+)?(?:\[\d+\])*$/.exec(path) ?? [];
  const name = last.toLowerCase();
  if (STEADY.has(name) || (name === 'code' && owner.toLowerCase() === 'error')) return undefined;
  for (const kind of ['nonce', 'time', 'id', 'token'] as const) if (BY_NAME[kind].has(name)) return kind;
  if (type === 'number') return EPOCH.test(text) ? 'time' : undefined;
  if (type !== 'string') return undefined;
  if (isJwt(text)) return 'token';
  if (UUID.test(text)) return 'id';
  return MOMENT.test(text) ? 'time' : undefined;
}

/** Host names have its shape, too: only a header that is a JSON object makes it one. */
function isJwt(text: string): boolean {
  const header = JWT.exec(text)?.[1];
  return header !== undefined && /^\s*\{/.test(decodeText(header) ?? '');
}
