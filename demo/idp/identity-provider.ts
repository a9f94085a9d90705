/**
 * An identity provider that does what the FedCM specification asks of one. A fault changes single answers of it; the
 * rest stays good.
 */
import type { Answer, DemoRequest, Reply } from '../exchange.ts';
import { json, notFound } from '../exchange.ts';
import type { IdpFault } from '../gallery/fault.ts';
import { accounts, assertion, clientMetadata, disconnect, redeem } from './endpoints.ts';
import type { Keys } from './keys.ts';
import { continuePage, loginPage, logoutPage, registerPage, userInfoPage } from './pages.ts';
import { picture } from './picture.ts';
import { Sessions } from './sessions.ts';

/** What one origin's provider knows. */
export interface Provider {
  origin: string;
  fault: IdpFault;
  keys: Keys;
  sessions: Sessions;
  /** ID tokens waiting to be fetched with their code. */
  codes: Map<string, string>;
  /** Subjects that have signed in at a client and did not disconnect: `client_id account_id`. */
  connections: Set<string>;
  tokensIssued: number;
  signIns: number;
  /** The server's clock, epoch ms. */
  now: () => number;
}

export function createProvider(origin: string, fault: IdpFault, keys: Keys): Provider {
  return {
    origin,
    fault,
    keys,
    sessions: new Sessions(),
    codes: new Map(),
    connections: new Set(),
    tokensIssued: 0,
    signIns: 0,
    now: () => Date.now() + (fault.clock ?? 0),
  };
}

export async function answerAsProvider(
  provider: Provider,
  request: DemoRequest,
  pageLeft: () => Promise<void>,
): Promise<Reply> {
  const route = routes[request.url.pathname];
  if (!route) return request.url.pathname.startsWith('/picture/') ? picture(request.url.pathname) : notFound;
  const { tokensIssued, signIns } = provider;
  const good = await route.answer(provider, request);
  const stamped = provider.fault.clock === undefined ? good : withDate(good, provider.now());
  const override = route.fault && provider.fault[route.fault];
  return override ? override(stamped, { request, origin: provider.origin, tokensIssued, signIns, pageLeft }) : stamped;
}

interface Route {
  answer(provider: Provider, request: DemoRequest): Answer | Promise<Answer>;
  fault?: Exclude<keyof IdpFault, 'token' | 'clock'>;
}

const endpoints = {
  accounts_endpoint: '/accounts',
  login_url: '/login',
  id_assertion_endpoint: '/assertion',
  client_metadata_endpoint: '/client-metadata',
  disconnect_endpoint: '/disconnect',
} as const;

const routes: Record<string, Route> = {
  '/.well-known/web-identity': {
    fault: 'wellKnown',
    answer: ({ origin }) =>
      json({
        provider_urls: [`${origin}/config.json`],
        accounts_endpoint: endpoints.accounts_endpoint,
        login_url: endpoints.login_url,
      }),
  },
  '/config.json': {
    fault: 'config',
    answer: () =>
      json({
        ...endpoints,
        supports_use_other_account: true,
        branding: {
          background_color: '#1f4e79',
          color: '#ffffff',
          name: 'Demo identity provider',
          icons: [{ url: '/picture/icon.png', size: 32 }],
        },
      }),
  },
  '/accounts': { fault: 'accounts', answer: browserOnly(accounts) },
  '/client-metadata': { fault: 'clientMetadata', answer: browserOnly(clientMetadata) },
  '/assertion': { fault: 'assertion', answer: browserOnly(assertion) },
  '/disconnect': { fault: 'disconnect', answer: browserOnly(disconnect) },
  '/token': { answer: redeem },
  '/jwks.json': { fault: 'jwks', answer: ({ keys }) => json(keys.jwks) },
  '/.well-known/openid-configuration': { fault: 'discovery', answer: openIdConfiguration },
  // Many servers answer for every issuer they are asked about with the one they are.
  '/oauth/.well-known/openid-configuration': { answer: openIdConfiguration },
  '/login': { fault: 'login', answer: loginPage },
  '/logout': { answer: logoutPage },
  '/continue': { answer: continuePage },
  '/register': { answer: registerPage },
  '/user-info': { answer: userInfoPage },
};

function openIdConfiguration({ origin }: Provider): Answer {
  return json({
    issuer: origin,
    jwks_uri: `${origin}/jwks.json`,
    token_endpoint: `${origin}/token`,
    id_token_signing_alg_values_supported: ['ES256'],
    subject_types_supported: ['public'],
    response_types_supported: ['id_token'],
  });
}

/** No page can forge `Sec-Fetch-Dest`: without this check any site could read the accounts with the user's cookies. */
function browserOnly(handler: Route['answer']): Route['answer'] {
  return (provider, request) =>
    request.headers.get('sec-fetch-dest') === 'webidentity'
      ? handler(provider, request)
      : json({ error: 'Only for the browser: Sec-Fetch-Dest must be webidentity.' }, 403);
}

function withDate(good: Answer, now: number): Answer {
  return { ...good, headers: { ...good.headers, date: new Date(now).toUTCString() } };
}
