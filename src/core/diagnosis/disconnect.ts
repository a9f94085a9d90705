import type { Finding, Flow } from '../model.ts';
import { readAnswer } from './answer.ts';
import { corsFault } from './cors.ts';
import { readDiscovery } from './discovery.ts';
import { type Fault, findingOf } from './fault.ts';
import { shown, stringOf } from './json-value.ts';
import { beganUnseen, missedRequests, nothingRecorded } from './no-request.ts';
import { cspFault, policyFault } from './policy.ts';
import { type DiagnosisContext, lastOf, type ProviderScene, readProviderCall } from './scene.ts';
import { parseURL } from './site.ts';

/** Findings on `IdentityCredential.disconnect()`, for which Chrome raises no issue. */
export function diagnoseDisconnect(flow: Flow, context: DiagnosisContext): Finding[] {
  if (flow.outcome.status !== 'rejected') return [];
  const scene = readProviderCall(flow, context);
  const [provider] = scene.providers;
  const fault =
    argumentFault(flow, ['configURL', 'clientId', 'accountHint']) ??
    policyFault(flow, context) ??
    cspFault(scene) ??
    (provider && exchangeFault(provider)) ??
    nothingSent(flow, context);
  return [findingOf(fault, scene.values)];
}

/** A missing member rejects with `TypeError`, a bad URL or an empty value with `InvalidStateError`. */
export function argumentFault(flow: Flow, required: readonly string[]): Fault | undefined {
  const { name, message } = flow.outcome.error ?? {};
  if (name !== 'TypeError' && name !== 'InvalidStateError') return undefined;
  const given = readGiven(flow.request, required);
  const wrong = given.filter(({ value, member }) =>
    name === 'TypeError'
      ? value === undefined
      : value === '' || (member === 'configURL' && parseURL(value) === undefined),
  );
  const said = { path: 'outcome.error', found: shown(message), note: `${name}, in Chrome's words` };
  if (wrong.length === 0) return { code: 'InvalidOptions', certainty: 'likely', evidence: [said] };
  const names = wrong.map(({ member }) => `\`${member}\``).join(' and ');
  return {
    code: 'InvalidOptions',
    title: `${names} ${wrong.length > 1 ? 'are' : 'is'} missing or not valid`,
    steps: [`Give ${names}; \`configURL\` as an absolute URL.`],
    evidence: [
      ...wrong.map(({ member, value }) => ({ path: member, found: shown(value), expected: 'a non-empty string' })),
      said,
    ],
  };
}

function readGiven(request: unknown, required: readonly string[]): { member: string; value: unknown }[] {
  const members = typeof request === 'object' && request !== null ? new Map(Object.entries(request)) : new Map();
  return required.map(member => ({ member, value: members.get(member) }));
}

function exchangeFault(provider: ProviderScene): Fault | undefined {
  const discovery = readDiscovery(provider);
  const exchange = lastOf(provider, 'disconnect');
  if (exchange === undefined) {
    if (discovery.fault) return discovery.fault;
    return discovery.config?.kind === 'read'
      ? noEndpoint(provider, discovery.config.body, discovery.config.exchange.id)
      : undefined;
  }
  const cors = corsFault(exchange, provider, 'DisconnectNoResponse');
  if (cors) return cors;
  const answer = readAnswer(exchange, 'Disconnect');
  if (answer.kind === 'fault') return answer.fault;
  if (answer.kind !== 'body') return undefined;
  const account = answer.body['account_id'];
  if (stringOf(account)) return undefined;
  return {
    code: 'DisconnectInvalidResponse',
    evidence: [{ exchange: exchange.id, path: '$.account_id', found: shown(account), expected: 'a non-empty string' }],
  };
}

function noEndpoint(
  { configURL }: ProviderScene,
  config: Record<string, unknown>,
  exchange: string,
): Fault | undefined {
  const found = config['disconnect_endpoint'];
  const url = found === '' ? undefined : parseURL(found, configURL);
  if (url && url.origin === configURL?.origin) return undefined;
  return {
    code: 'DisconnectNoEndpoint',
    ...(found !== undefined && { title: 'The disconnect endpoint is not on the origin of the config' }),
    evidence: [
      { exchange, path: '$.disconnect_endpoint', found: shown(found), expected: `a URL on ${configURL?.origin}` },
    ],
  };
}

function nothingSent(flow: Flow, context: DiagnosisContext): Fault {
  if (flow.exchanges.length > 0) return { code: 'RejectedWithoutTrace', evidence: [] };
  const other = context.earlier.findLast(
    ({ api, settledAt, page }) =>
      api === flow.api && page.origin === flow.page.origin && (settledAt === undefined || settledAt > flow.startedAt),
  );
  if (other) {
    return {
      code: 'DisconnectParallel',
      evidence: [{ path: 'startedAt', found: 'while another call was pending', note: `flow ${other.id}` }],
    };
  }
  const code = 'DisconnectNotConnected';
  const causes: NonNullable<Fault['causes']> = [
    { code, status: 'fits', because: 'No FedCM sign-in on {rp} with {idp} may be known.' },
    {
      code: 'ConfigUrlBlockedByCsp',
      status: 'fits',
      because: 'A Content Security Policy that refuses {configURL} ends like this too.',
    },
  ];
  if (beganUnseen(flow, context)) return { ...missedRequests(causes), code };
  return { code, causes, evidence: [nothingRecorded(false)] };
}
