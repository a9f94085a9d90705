import type { Exchange, Finding, Flow, Header } from '../model.ts';
import { adviceFor } from './advice.ts';
import { SUBJECT } from './answer.ts';
import { isFault, readEndpoints } from './config.ts';
import { type Fault, findingOf } from './fault.ts';
import { shown } from './json-value.ts';
import { readScene } from './scene.ts';
import { isTrustworthy, parseURL, wellKnownURL } from './site.ts';
import { readProvider } from './verdict.ts';

/** An answer fetched on the user's click. `status` 0 where there was none, with `failure` saying why. */
export interface FetchedAnswer {
  /** Where it came from: for the well-known, where a redirect led. */
  url: string;
  status: number;
  headers: readonly Header[];
  body?: string;
  failure?: 'redirect' | 'too-large' | 'timeout' | 'unreachable' | 'not-allowed' | 'not-utf8';
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
 *
 * @param check.config, check.wellKnown What was fetched; left out where Chrome itself would fetch nothing, as
 * {@link placesToCheck} says.
 */
export function checkProvider(check: Check): Point[] {
  const url = parseURL(check.configURL);
  if (url === undefined) return [notURL(check.configURL)];
  const { scene, provider } = sceneFor(check);
  if (provider === undefined) return [notURL(check.configURL)];
  const verdict = readProvider(provider);
  const { discovery } = verdict;
  const wellKnown = check.wellKnown && (failureOf(check.wellKnown, 'WellKnown') ?? faultOf(discovery.wellKnown));
  const config = check.config && (failureOf(check.config, 'Config') ?? faultOf(discovery.config));
  const endpoints = discovery.config?.kind === 'read' && !config ? readEndpoints(discovery.config, url) : undefined;
  const endpointFault = endpoints && isFault(endpoints) ? endpoints : undefined;
  const bothRead = discovery.wellKnown?.kind === 'read' && !wellKnown && endpoints !== undefined && !endpointFault;
  const place = wellKnownURL(url);

  const point = (id: Point['id'], title: string, fault: Fault | undefined, known: boolean): Point =>
    fault
      ? { id, status: 'fail', title, finding: findingOf(fault, provider.values) }
      : { id, status: known ? 'pass' : 'unknown', title };
  return [
    point('config-url', 'The config URL is secure', isTrustworthy(url) ? undefined : insecure(url), true),
    point(
      'well-known',
      place ? `${SUBJECT.WellKnown} at ${place.href} is in order` : 'There is a place for the well-known',
      place || !isTrustworthy(url) ? wellKnown : nowhere(url),
      check.wellKnown !== undefined,
    ),
    point('config', `${SUBJECT.Config} is in order`, config, check.config !== undefined),
    point('endpoints', 'The required endpoints are on the origin of the config', endpointFault, Boolean(endpoints)),
    point('match', 'The well-known and the config agree', bothRead ? discovery.fault : undefined, bothRead),
    ...adviceFor(scene, [verdict])
      .filter(({ source }) => source === 'response')
      .map(finding => ({ id: 'advice' as const, status: 'advice' as const, title: finding.title, finding })),
  ];
}

interface Check {
  configURL: string;
  wellKnown?: FetchedAnswer;
  config?: FetchedAnswer;
}

/** What Chrome would fetch for a config URL: nothing where it is no URL, or not a secure one. */
export function placesToCheck(configURL: string): { config?: string; wellKnown?: string } {
  const url = parseURL(configURL);
  if (url === undefined || !isTrustworthy(url)) return {};
  url.hash = '';
  const wellKnown = wellKnownURL(url)?.href;
  return { config: url.href, ...(wellKnown !== undefined && { wellKnown }) };
}

function notURL(configURL: string): Point {
  const fault: Fault = {
    code: 'InvalidOptions',
    title: 'The config URL is not an absolute URL',
    explanation: 'A relative URL, or one without its scheme, makes the call fail with `InvalidStateError`.',
    steps: ['Give the whole URL of the config, `https://` included.'],
    evidence: [{ path: 'configURL', found: shown(configURL), expected: 'https://idp.example/config.json' }],
  };
  return { id: 'config-url', status: 'fail', title: 'The config URL is a URL', finding: findingOf(fault, {}) };
}

const insecure = (url: URL): Fault => ({
  code: 'IdpNotPotentiallyTrustworthy',
  evidence: [{ path: 'configURL', found: url.href, expected: 'an https URL, or http on loopback' }],
});

const nowhere = ({ hostname }: URL): Fault => ({
  code: 'WellKnownHttpNotFound',
  title: `${hostname} has no registrable domain, so no well-known`,
  explanation: 'Chrome looks for the well-known on the registrable domain of the config URL.',
  steps: ['Serve the identity provider from a host with a registrable domain, or on localhost.'],
  evidence: [{ path: 'configURL', found: hostname, expected: 'a host with a registrable domain' }],
});

/** What is wrong with how an answer came, of which an extension is told less than Chrome knows. */
function failureOf({ url, failure }: FetchedAnswer, stage: 'WellKnown' | 'Config'): Fault | undefined {
  if (failure === undefined) return undefined;
  const { title, step, found } = FAILURES[failure];
  const code = failure === 'not-utf8' ? (`${stage}InvalidResponse` as const) : (`${stage}NoResponse` as const);
  return {
    code,
    title: `${SUBJECT[stage]} ${title}`,
    steps: [step.replace('{url}', url)],
    evidence: [{ found, expected: 'an answer with status 200', note: url }],
  };
}

const FAILURES: Readonly<
  Record<NonNullable<FetchedAnswer['failure']>, { title: string; found: string; step: string }>
> = {
  redirect: {
    title: 'redirected, which Chrome does not follow',
    found: 'a redirect',
    step: 'Answer {url} directly, or put the URL that it leads to in the call and in the well-known.',
  },
  'too-large': { title: 'is larger than 1 MiB', found: 'more than 1 MiB', step: 'Make {url} smaller.' },
  timeout: {
    title: 'did not answer in 10 s',
    found: 'no answer in 10 s',
    step: 'Open {url} in a tab, and look whether this machine reaches it.',
  },
  unreachable: {
    title: 'could not be reached',
    found: 'no answer',
    step: 'Open {url} in a tab: Chrome says there whether it is the host name, the port or the certificate.',
  },
  'not-allowed': {
    title: 'could not be checked at this address',
    found: 'no answer',
    step: 'Check it at localhost or 127.0.0.1: an extension may ask no other address over http. {url} may be in order.',
  },
  'not-utf8': { title: 'is not UTF-8', found: 'bytes that are not UTF-8', step: 'Write {url} as UTF-8.' },
};

function faultOf(read: { kind: string; fault?: Fault } | undefined): Fault | undefined {
  return read?.kind === 'fault' ? read.fault : undefined;
}

/** A call from nowhere in particular: no relying party shares a site with it, so nothing is forgiven. */
function sceneFor({ configURL, wellKnown, config }: Check) {
  const flow: Flow = {
    id: 'check',
    api: 'credentials.get',
    page: { url: 'about:blank', origin: 'https://relying-party.invalid' },
    startedAt: 0,
    request: { identity: { providers: [{ configURL }] } },
    context: {},
    outcome: { status: 'pending' },
    exchanges: [...asExchange(wellKnown, 'well-known'), ...asExchange(config, 'config')],
    phases: [],
    findings: [],
    deliveries: [],
  };
  const scene = readScene(flow, { earlier: [] });
  return { scene, provider: scene.providers.find(provider => provider.configURL !== undefined) };
}

/** What did not come in full is judged by {@link failureOf} alone. */
function asExchange(answer: FetchedAnswer | undefined, role: 'well-known' | 'config'): Exchange[] {
  if (answer === undefined || answer.failure !== undefined) return [];
  const { url, status, headers, body } = answer;
  return [
    {
      id: role,
      role,
      request: { method: 'GET', url, headers: [] },
      response: { status, statusText: '', headers: [...headers], ...(body !== undefined && { body }) },
      startedAt: 0,
      duration: 0,
    },
  ];
}
