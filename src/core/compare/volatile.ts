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

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const JWT = /^[\w-]{8,}\.[\w-]+\.[\w-]*(?:~|$)/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** Seconds or milliseconds since 1970, in this half century. */
const EPOCH = /^[12]\d{9}(?:\d{3})?(?:\.\d+)?$/;

/** What a value of this path is by its name, or by its shape; undefined where it should be the same each time. */
export function volatilityOf(path: string, text: string): Volatility | undefined {
  const name = (/([^.[\]]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? '').toLowerCase();
  for (const kind of ['nonce', 'time', 'id', 'token'] as const) if (BY_NAME[kind].has(name)) return kind;
  if (JWT.test(text)) return 'token';
  if (UUID.test(text)) return 'id';
  return MOMENT.test(text) || EPOCH.test(text) ? 'time' : undefined;
}
