import type { Finding, Flow } from '../model.ts';
import { readAccounts } from './accounts.ts';
import { argumentFault } from './disconnect.ts';
import { readDiscovery } from './discovery.ts';
import { type Fault, findingOf } from './fault.ts';
import { member, shown, stringOf } from './json-value.ts';
import { clock, cooldown, loginStatus } from './memory.ts';
import { beganUnseen, missedRequests, nothingRecorded } from './no-request.ts';
import { cspFault, policyFault } from './policy.ts';
import { type DiagnosisContext, embedder, lastOf, type ProviderScene, readProviderCall, type Scene } from './scene.ts';
import { isTrustworthy, parseURL } from './site.ts';

/** Findings on `IdentityProvider.getUserInfo()`, under the names of CDP's `FederatedAuthUserInfoRequestIssueReason`. */
export function diagnoseUserInfo(flow: Flow, context: DiagnosisContext): Finding[] {
  if (flow.outcome.status !== 'rejected') return [];
  const scene = readProviderCall(flow, context);
  const [provider] = scene.providers;
  const fault =
    (provider && originFault(flow, provider)) ??
    argumentFault(flow, ['configURL', 'clientId']) ??
    misspelt(flow) ??
    policyFault(flow, context) ??
    cspFault(scene) ??
    frameFault(flow, provider) ??
    (provider && provider.exchanges.length > 0 ? exchangeFault(provider) : silentFault(scene, provider));
  return [findingOf(fault, provider?.values ?? scene.values, 'error', flow.api)];
}

function originFault(flow: Flow, { configURL }: ProviderScene): Fault | undefined {
  if (flow.outcome.error?.name !== 'InvalidStateError' || !configURL || configURL.origin === flow.page.origin)
    return undefined;
  return {
    code: 'NotSameOrigin',
    evidence: [{ path: 'page.origin', found: flow.page.origin, expected: configURL.origin }],
  };
}

function misspelt(flow: Flow): Fault | undefined {
  if (flow.outcome.error?.name !== 'TypeError' || member(flow.request, 'configUrl') === undefined) return undefined;
  return {
    code: 'InvalidOptions',
    title: '`configUrl` is written `configURL`',
    steps: ['Write `configURL`, with capitals.'],
    evidence: [{ path: 'configUrl', found: 'present', expected: 'configURL' }],
  };
}

function frameFault(flow: Flow, provider: ProviderScene | undefined): Fault | undefined {
  const { frameId, topOrigin } = flow.page;
  if (frameId === 0 || (frameId === undefined && topOrigin === undefined && flow.exchanges.length === 0)) {
    return {
      code: 'NotIframe',
      certainty: frameId === 0 ? 'certain' : 'likely',
      evidence: [{ path: 'page.frameId', found: shown(frameId), expected: 'an iframe' }],
    };
  }
  if (provider?.configURL && !isTrustworthy(provider.configURL)) {
    return { code: 'NotPotentiallyTrustworthy', evidence: [{ path: 'configURL', found: provider.configURL.href }] };
  }
  return undefined;
}

function exchangeFault(provider: ProviderScene): Fault {
  const accounts = lastOf(provider, 'accounts');
  if (accounts === undefined) {
    const { fault } = readDiscovery(provider);
    return fault
      ? { ...fault, ...renamed(fault), code: 'InvalidConfigOrWellKnown' }
      : {
          code: 'InvalidConfigOrWellKnown',
          certainty: 'likely',
          evidence: [{ path: 'exchanges', note: 'No accounts were asked for.' }],
        };
  }
  const answer = readAccounts(accounts, {});
  if (answer.kind === 'fault') return { ...answer.fault, ...renamed(answer.fault), code: 'InvalidAccountsResponse' };
  if (answer.kind !== 'read') {
    return {
      code: 'InvalidAccountsResponse',
      certainty: 'one-of',
      causes: [
        {
          code: 'InvalidAccountsResponse',
          status: 'fits',
          because: 'The body of the accounts answer was not recorded.',
        },
        {
          code: 'NoReturningUserFromFetchedAccounts',
          status: 'fits',
          because: 'The list may be in order, without an account that signed in here before.',
        },
      ],
      evidence: [{ exchange: accounts.id, path: '$', found: 'not recorded' }],
    };
  }
  const clientId = stringOf(provider.options['clientId']);
  const vetoed = answer.accounts.filter(
    ({ approved_clients: approved }) => Array.isArray(approved) && !approved.includes(clientId),
  );
  return {
    code: 'NoReturningUserFromFetchedAccounts',
    evidence: [
      ...(vetoed.length > 0
        ? [
            {
              exchange: accounts.id,
              path: '$.accounts[*].approved_clients',
              found: shown(vetoed[0]?.['approved_clients']),
              expected: `a list with ${clientId}`,
            },
          ]
        : []),
      { exchange: accounts.id, path: '$.accounts', found: `${answer.accounts.length} in order` },
    ],
  };
}

/** The precise title under the coarser name that Chrome gives; texts of its own only where the fault has some. */
function renamed(fault: Fault): Partial<Fault> {
  return fault.title ? {} : { title: `${fault.code}: what \`getUserInfo()\` fetched is not in order` };
}

function silentFault({ flow, context }: Scene, provider: ProviderScene | undefined): Fault {
  const origin = provider?.configURL?.origin ?? parseURL(flow.page.origin)?.origin;
  const status =
    origin === undefined ? undefined : loginStatus(origin, context.earlier, flow.startedAt, context.sentStatuses);
  const pause = cooldown(embedder(flow), context.earlier, flow.startedAt);
  const unseen = beganUnseen(flow, context);
  const nothing = nothingRecorded(unseen);
  const signedOut = status?.status === 'logged-out';
  const causes: NonNullable<Fault['causes']> = [
    {
      code: 'NotSignedInWithIdp',
      status: status?.status === 'logged-in' ? 'ruled-out' : 'fits',
      because: status
        ? `{idp} is ${status.status}: ${status.because}.`
        : 'Nothing recorded in this tab tells the login status of {idp}.',
    },
    {
      code: 'NoAccountSharingPermission',
      status: 'fits',
      because: 'The user may not have signed in here with FedCM yet.',
    },
    {
      code: 'NoApiPermission',
      status: 'fits',
      because: pause
        ? `A prompt was closed at ${clock(pause.dismissedAt)}; the pause may last until ${clock(pause.until)}.`
        : 'Prompts may be off in the site settings.',
    },
  ];
  if (signedOut) {
    return {
      code: 'NotSignedInWithIdp',
      certainty: 'likely',
      source: 'earlier',
      causes,
      evidence: [
        {
          ...(status.exchange && { exchange: status.exchange }),
          path: 'earlier',
          found: `logged-out since ${clock(status.at)}`,
          note: status.because,
        },
        nothing,
      ],
    };
  }
  if (pause?.confirmed) {
    return {
      code: 'NoApiPermission',
      certainty: 'likely',
      source: 'earlier',
      causes,
      evidence: [{ path: 'earlier', found: `dismissed ${clock(pause.dismissedAt)}` }, nothing],
    };
  }
  const code = status ? 'NoAccountSharingPermission' : 'NotSignedInWithIdp';
  if (unseen) return { ...missedRequests(causes), code };
  return {
    code,
    certainty: 'one-of',
    title: 'Chrome ended `getUserInfo()` without any request',
    explanation: 'Several states of the browser end it like this.',
    causes,
    evidence: [nothing],
    owner: 'browser',
  };
}
