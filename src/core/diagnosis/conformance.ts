import type { Exchange, Finding, Flow, Header } from '../model.ts';
import { adviceFor } from './advice.ts';
import { SUBJECT } from './answer.ts';
import { isFault, readEndpoints } from './config.ts';
import { type Fault, findingOf } from './fault.ts';
import { readScene } from './scene.ts';
import { isTrustworthy, parseURL, wellKnownURL } from './site.ts';
import { readProvider } from './verdict.ts';

/** An answer fetched on the user's click. `status` 0 and `error` where there was none. */
export interface FetchedAnswer {
  url: string;
  status: number;
  headers: readonly Header[];
  body?: string;
  error?: string;
}

/** One point of the check of an identity provider. */
export interface Point {
  id: 'config-url' | 'well-known' | 'config' | 'endpoints' | 'match' | 'advice';
  status: 'pass' | 'fail' | 'unknown' | 'advice';
  title: string;
  /** Why it failed, and what to do. */
  finding?: Finding;
}

/**
 * Checks an identity provider point by point, as a relying party on another site meets it: with the validators that
 * judge recorded flows. Accounts and tokens need a user, so they are not part of it.
 */
export function checkProvider(check: { configURL: string; wellKnown: FetchedAnswer; config: FetchedAnswer }): Point[] {
  const url = parseURL(check.configURL);
  const place = url && wellKnownURL(url);
  const { scene, provider } = sceneFor(check);
  if (url === undefined || provider === undefined) {
    const fault: Fault = {
      code: 'InvalidOptions',
      title: 'The config URL is not an absolute URL',
      evidence: [{ path: 'configURL', found: check.configURL }],
    };
    return [{ id: 'config-url', status: 'fail', title: 'Config URL', finding: findingOf(fault, {}) }];
  }
  const verdict = readProvider(provider);
  const { wellKnown, config } = verdict.discovery;
  const point = (id: Point['id'], title: string, fault: Fault | undefined, known: boolean): Point =>
    fault
      ? { id, status: 'fail', title, finding: findingOf(fault, provider.values) }
      : { id, status: known ? 'pass' : 'unknown', title };

  const insecure: Fault | undefined = isTrustworthy(url)
    ? undefined
    : {
        code: 'IdpNotPotentiallyTrustworthy',
        evidence: [{ path: 'configURL', found: url.href, expected: 'an https URL' }],
      };
  const endpoints = config?.kind === 'read' ? readEndpoints(config, url) : undefined;
  const endpointFault = endpoints && isFault(endpoints) ? endpoints : undefined;
  const bothRead = wellKnown?.kind === 'read' && endpoints !== undefined && !endpointFault;
  const mismatch = bothRead ? verdict.discovery.fault : undefined;
  return [
    point('config-url', 'The config URL is secure', insecure, true),
    point(
      'well-known',
      `${SUBJECT.WellKnown} at ${place?.href ?? 'a registrable domain'} is in order`,
      faultOf(wellKnown),
      wellKnown?.kind === 'read',
    ),
    point('config', `${SUBJECT.Config} is in order`, faultOf(config), config?.kind === 'read'),
    point(
      'endpoints',
      'The required endpoints are on the origin of the config',
      endpointFault,
      endpoints !== undefined,
    ),
    point('match', 'The well-known and the config agree', mismatch, bothRead),
    ...adviceFor(scene, [verdict])
      .filter(({ source }) => source === 'response')
      .map(finding => ({ id: 'advice' as const, status: 'advice' as const, title: finding.title, finding })),
  ];
}

function faultOf(read: { kind: string; fault?: Fault } | undefined): Fault | undefined {
  return read?.kind === 'fault' ? read.fault : undefined;
}

/** A call from nowhere in particular: no relying party shares a site with it, so nothing is forgiven. */
function sceneFor({ configURL, wellKnown, config }: Parameters<typeof checkProvider>[0]) {
  const flow: Flow = {
    id: 'check',
    api: 'credentials.get',
    page: { url: 'about:blank', origin: 'https://relying-party.invalid' },
    startedAt: 0,
    request: { identity: { providers: [{ configURL }] } },
    context: {},
    outcome: { status: 'pending' },
    exchanges: [asExchange(wellKnown, 'well-known'), asExchange(config, 'config')],
    phases: [],
    findings: [],
    deliveries: [],
  };
  const scene = readScene(flow, { earlier: [] });
  return { scene, provider: scene.providers.find(provider => provider.configURL !== undefined) };
}

function asExchange({ url, status, headers, body, error }: FetchedAnswer, role: 'well-known' | 'config'): Exchange {
  return {
    id: role,
    role,
    request: { method: 'GET', url, headers: [] },
    response: {
      status,
      statusText: '',
      headers: [...headers],
      ...(body !== undefined && { body }),
      ...(status === 0 && { error: error ?? 'net::ERR_FAILED' }),
    },
    startedAt: 0,
    duration: 0,
  };
}
