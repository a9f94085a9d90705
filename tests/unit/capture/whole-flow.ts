import type { Flow } from '../../../src/core/model.ts';
import { claims, sampleFlow } from './sample.ts';

/** With every member that a shape may have, however deep. */
type Whole<Shape> = Shape extends readonly (infer Item)[]
  ? Whole<Item>[]
  : Shape extends object
    ? { [Name in keyof Shape]-?: Whole<Shape[Name]> }
    : Shape;

/**
 * A flow in which every member of the model stands, each list with at least one item: a member that the model gains has to
 * be given here before it compiles. No real flow is fulfilled, rejected and pending at once.
 */
export function wholeFlow(): Flow {
  const flow = sampleFlow();
  const [accounts, assertion] = flow.exchanges;
  const [phase] = flow.phases;
  const [finding] = flow.findings;
  const [delivery] = flow.deliveries;
  if (!accounts || !assertion || !phase || !finding || !delivery) throw new Error('The sample has all of them.');
  const { configURL = '' } = accounts;
  const whole: Whole<Flow> = {
    id: flow.id,
    parent: 'flow-0',
    imported: true,
    api: flow.api,
    page: {
      url: flow.page.url,
      origin: flow.page.origin,
      topOrigin: 'https://portal.example',
      tabId: 12,
      frameId: 3,
      documentId: '7F3A9B2C7F3A9B2C7F3A9B2C7F3A9B2C',
      ancestors: [{ origin: 'https://portal.example', allowsFedCM: false }],
    },
    startedAt: flow.startedAt,
    settledAt: flow.startedAt + 540,
    request: flow.request,
    options: { accountId: '1093', deep: [{ words: 'of the page' }] },
    context: {
      userActivation: { isActive: true, hasBeenActive: true },
      visibility: 'visible',
      stack: ['at signIn (https://rp.example/assets/app.js:10:5)', 'at async Promise.all (index 0)'],
      abortStack: ['at abort (https://rp.example/assets/app.js:12:7)'],
      unread: ['identity.providers[0].mode'],
    },
    outcome: {
      status: 'rejected',
      credential: { type: 'identity', token: flow.outcome.credential?.token, isAutoSelected: false, configURL },
      value: [{ id: '1093', name: 'Alice Cooper' }],
      error: {
        name: 'IdentityCredentialError',
        message: 'Error retrieving a token.',
        error: 'access_denied',
        url: 'https://idp.example/error?code=4711',
        value: { reason: 'of the page', code: 4711.5 },
      },
    },
    waitingFor: 'The accounts endpoint has not answered yet.',
    exchanges: [
      {
        id: accounts.id,
        role: accounts.role,
        configURL,
        candidates: [flow.id, 'flow-0'],
        fromCache: true,
        request: { ...accounts.request, body: 'account_hint=1093' },
        response: {
          ...accounts.response,
          mimeType: 'application/json',
          body: accounts.response.body ?? '',
          bodyBytes: 512,
          bodyCut: true,
          bodyMissing: 'DevTools gives no body of this answer.',
          error: 'net::ERR_FAILED',
        },
        startedAt: accounts.startedAt,
        duration: accounts.duration,
      },
    ],
    phases: [{ ...phase, configURL }],
    findings: [
      {
        ...finding,
        causes: [{ code: 'SignedOut', status: 'fits', because: 'The accounts endpoint answered 401.' }],
        evidence: [
          {
            exchange: accounts.id,
            path: '$.accounts[0].id',
            found: '"alice@mail.example"',
            expected: 'https://rp.example',
            note: 'The header was sent once.',
          },
        ],
      },
    ],
    token: {
      kind: 'sd-jwt',
      header: { alg: 'ES256', kid: 'key-2026-09' },
      payload: claims,
      disclosures: [['salt-1', 'email', 'alice@mail.example'], { name: 'email', value: 'alice@mail.example' }],
      problems: ['Padding (“=”); base64url in tokens has none.'],
      checks: [{ id: 'audience', status: 'pass', detail: 'The audience is the client, shop-client.' }],
    },
    deliveries: [
      {
        ...delivery,
        duration: 12,
        error: 'net::ERR_FAILED',
        response: {
          status: 302,
          date: 'Mon, 23 Nov 2026 01:03:02 GMT',
          location: 'https://rp.example/login?error=denied',
          body: 'ok=1',
        },
      },
    ],
    chrome: {
      askedAt: flow.startedAt,
      issues: ['AccountsNoResponse'],
      log: [{ at: flow.startedAt, level: 'error', text: 'The provider’s accounts list is invalid.' }],
      requests: [
        {
          url: 'https://idp.example/fedcm/assertion',
          error: 'net::ERR_FAILED',
          corsError: 'MissingAllowOriginHeader',
          corsFound: 'https://rp.example/',
        },
      ],
      overlaps: ['flow-0'],
    },
    cookies: {
      askedAt: flow.startedAt,
      cookies: [
        {
          name: 'session',
          domain: 'idp.example',
          hostOnly: true,
          path: '/fedcm',
          secure: true,
          httpOnly: true,
          sameSite: 'lax',
          partition: { site: 'https://rp.example', crossSiteAncestor: false },
        },
      ],
    },
    lost: 2,
    lastHeard: { event: 7, at: flow.startedAt },
    cut: [{ path: 'exchanges[0].response.body', bytes: 70_000 }],
  };
  return { ...whole, exchanges: [...whole.exchanges, assertion] } as Flow;
}
