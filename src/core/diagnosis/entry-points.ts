import type { Finding, Flow } from '../model.ts';
import { type Fault, findingOf } from './fault.ts';
import { shown } from './json-value.ts';
import { LINKS } from './reason.ts';
import { embedder } from './scene.ts';
import { parseURL, sameSite } from './site.ts';

/** Findings on the small entry points: `resolve`, `register`, `unregister`, `setStatus`. */
export function diagnoseEntryPoint(flow: Flow): Finding[] {
  if (flow.api === 'login.setStatus') return [...refused(flow), ...crossSiteStatus(flow)];
  return refused(flow);
}

function refused(flow: Flow): Finding[] {
  const { outcome, api } = flow;
  if (outcome.status !== 'rejected') return [];
  const { name, message } = outcome.error ?? {};
  const evidence = [{ path: 'outcome.error', found: shown(message), note: name ?? 'no name' }];
  return [findingOf({ ...faultFor(api, name), evidence }, { rp: flow.page.origin })];
}

function faultFor(api: Flow['api'], name: string | undefined): Omit<Fault, 'evidence'> {
  if (api === 'IdentityProvider.resolve' && name === 'NotAllowedError') return { code: 'ResolveOutsidePopup' };
  if (api === 'login.setStatus' && name === 'TypeError') {
    return {
      code: 'InvalidOptions',
      title: 'The login status is not valid',
      steps: ['Give `"logged-in"` or `"logged-out"`, and nothing more.'],
    };
  }
  if (name === 'TypeError') return { code: 'InvalidOptions' };
  return { code: 'RejectedWithoutTrace' };
}

/** In a cross-site frame the call resolves and does nothing (measured on Chromium 156). */
function crossSiteStatus(flow: Flow): Finding[] {
  const [own, top] = [parseURL(flow.page.origin), parseURL(embedder(flow))];
  if (flow.outcome.status !== 'fulfilled' || !own || !top || sameSite(own, top)) return [];
  return [
    {
      code: 'StatusIgnored',
      severity: 'warning',
      owner: 'idp',
      certainty: 'certain',
      source: 'call',
      title: 'Chrome ignored this login status',
      explanation: `The frame of ${own.origin} is in a page of ${top.origin}; there \`setStatus()\` resolves and does nothing.`,
      evidence: [{ path: 'page.topOrigin', found: top.origin, expected: `a page on the site of ${own.origin}` }],
      steps: ['Call it in a top-level page of the identity provider, or send `Set-Login` there.'],
      links: [LINKS.loginStatus],
    },
  ];
}
