import { encodeText } from '../../../src/core/capture/base64url-text.ts';
import type { ExportOptions } from '../../../src/core/capture/export.ts';
import type { Flow } from '../../../src/core/model.ts';

export const jwt = (header: object, payload: object, signature = 'c2lnbmF0dXJl'): string =>
  `${encodeText(JSON.stringify(header))}.${encodeText(JSON.stringify(payload))}.${signature}`;

export const optionsFor = (redaction: ExportOptions['redaction']): ExportOptions => ({
  creator: { name: 'FedCM Inspector', version: '0.1.0' },
  exportedAt: '2026-11-23T01:00:00.000Z',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  redaction,
  key: new Uint8Array(32).fill(7),
});

const IDP = 'https://idp.example';
const RP = 'https://rp.example';
const AT = 1_763_900_000_000.25;

export const claims = {
  iss: IDP,
  aud: 'shop-client',
  sub: '1093',
  email: 'alice@mail.example',
  name: 'Alice Cooper',
  picture: `${IDP}/pictures/alice.png?size=96`,
  favourite_colour: 'ultramarine',
  nonce: 'n-0S6_WzA2Mj',
  iat: 1_763_900_000,
  exp: 1_763_903_600,
};

/** A sign-in that worked, with a value of every kind that a flow can hold. */
export function sampleFlow(id = 'flow-1'): Flow {
  const token = jwt({ alg: 'RS256', typ: 'JWT', kid: 'key-2026-09' }, claims);
  return {
    id,
    api: 'credentials.get',
    page: { url: `${RP}/login?return_to=%2Forders%2F4711`, origin: RP, tabId: 12, frameId: 0, documentId: '7F3A9B2C' },
    startedAt: AT,
    settledAt: AT + 540,
    request: {
      identity: {
        providers: [
          {
            configURL: `${IDP}/fedcm/config.json`,
            clientId: 'shop-client',
            loginHint: 'alice@mail.example',
            params: { nonce: 'n-0S6_WzA2Mj', tracking: 'blue-whale', signal: { $type: 'getter' } },
          },
        ],
        mode: 'active',
      },
      mediation: 'optional',
    },
    context: {
      userActivation: { isActive: true, hasBeenActive: true },
      visibility: 'visible',
      stack: [`at signIn (${RP}/assets/app.js:10:5)`, `at HTMLButtonElement.onAlice (${RP}/login:3:1)`],
      unread: ['identity.providers[0].mode'],
    },
    outcome: {
      status: 'fulfilled',
      credential: { type: 'identity', token, isAutoSelected: false, configURL: `${IDP}/fedcm/config.json` },
    },
    exchanges: [
      {
        id: 'x1',
        role: 'accounts',
        configURL: `${IDP}/fedcm/config.json`,
        request: {
          method: 'GET',
          url: `${IDP}/fedcm/accounts`,
          headers: [{ name: 'Accept', value: 'application/json' }],
        },
        response: {
          status: 200,
          statusText: 'OK',
          headers: [
            { name: 'Content-Type', value: 'application/json; charset=utf-8' },
            { name: 'Cache-Control', value: 'no-store, max-age=31536000' },
            { name: 'Date', value: 'Mon, 23 Nov 2026 01:03:01 GMT' },
            { name: 'Set-Login', value: 'logged-in' },
            { name: 'X-Acme-Trace', value: 'trace-9f8e7d' },
          ],
          mimeType: 'application/json',
          body: JSON.stringify({
            accounts: [
              {
                id: '1093',
                name: 'Alice Cooper',
                email: 'alice@mail.example',
                given_name: 'Alice',
                picture: claims.picture,
                approved_clients: ['shop-client'],
              },
            ],
          }),
        },
        startedAt: AT + 20,
        duration: 30,
      },
      {
        id: 'x2',
        role: 'id-assertion',
        configURL: `${IDP}/fedcm/config.json`,
        candidates: [id],
        request: {
          method: 'POST',
          url: `${IDP}/fedcm/assertion`,
          headers: [{ name: 'Origin', value: RP }],
          body: `client_id=shop-client&account_id=1093&disclosure_text_shown=true&is_auto_selected=false&mode=active&params=${encodeURIComponent('{"nonce":"n-0S6_WzA2Mj"}')}`,
        },
        response: {
          status: 200,
          statusText: 'OK',
          headers: [
            { name: 'Access-Control-Allow-Origin', value: RP },
            { name: 'Access-Control-Allow-Credentials', value: 'true' },
          ],
          mimeType: 'application/json',
          body: JSON.stringify({ token }),
          bodyBytes: 512,
        },
        startedAt: AT + 300,
        duration: 45,
      },
    ],
    phases: [
      { name: 'accounts', basis: 'measured', configURL: `${IDP}/fedcm/config.json`, startedAt: AT + 20, duration: 30 },
    ],
    findings: [
      {
        code: 'AccountsNoResponse',
        severity: 'advice',
        owner: 'idp',
        certainty: 'certain',
        source: 'response',
        causes: [{ code: 'SignedOut', status: 'fits', because: 'The accounts endpoint answered 401.' }],
        title: 'The accounts endpoint answered 401',
        explanation: 'idp.example does not allow https://rp.example by CORS for “Alice Cooper”.',
        evidence: [
          {
            exchange: 'x1',
            path: '$.accounts[0].id',
            found: '"alice@mail.example"',
            expected: 'https://rp.example',
            note: 'The header was sent once.',
          },
        ],
        steps: ['Send `Access-Control-Allow-Origin: https://rp.example`: exact, no `*`, no trailing slash.'],
        links: ['https://www.w3.org/TR/fedcm/'],
      },
    ],
    token: {
      kind: 'jwt',
      header: { alg: 'RS256', typ: 'JWT', kid: 'key-2026-09' },
      payload: claims,
      problems: ['Padding (“=”); base64url in tokens has none.'],
      checks: [{ id: 'audience', status: 'pass', detail: 'The audience is the client, shop-client.' }],
    },
    deliveries: [
      {
        url: `${RP}/session?next=%2Forders`,
        method: 'POST',
        where: 'body',
        origin: RP,
        startedAt: AT + 600,
        duration: 12,
        response: { status: 200, date: 'Mon, 23 Nov 2026 01:03:02 GMT', body: '{"welcome":"Alice Cooper"}' },
      },
    ],
    chrome: {
      askedAt: AT + 900,
      issues: ['AccountsNoResponse'],
      log: [{ at: AT + 100, level: 'error', text: 'The provider’s accounts list is invalid.' }],
    },
    cookies: {
      askedAt: AT + 950,
      cookies: [
        {
          name: 'session_alice',
          domain: 'login.idp.example',
          hostOnly: true,
          path: '/users/alice',
          secure: true,
          httpOnly: true,
          sameSite: 'lax',
          partition: { site: RP, crossSiteAncestor: true },
        },
      ],
    },
    cut: [{ path: 'exchanges[0].response.body', bytes: 70_000 }],
  };
}
