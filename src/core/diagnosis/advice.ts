import type { Evidence, Finding } from '../model.ts';
import { cacheable, metadataAnswer, metadataEndpoints, onConfig } from './advice-answers.ts';
import { isObject, member, shown } from './json-value.ts';
import { fill, LINKS } from './reason.ts';
import { reasonFor } from './reasons.ts';
import type { ProviderScene, Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** A finding of severity `advice`, without what all of them share. */
export interface Advice {
  code: string;
  owner: Finding['owner'];
  title: string;
  explanation: string;
  steps: string[];
  evidence: Evidence[];
  link: string;
  source?: Finding['source'];
}

/** What could be better, the weightiest first. It never explains a failure. */
export function adviceFor(scene: Scene, verdicts: readonly Verdict[]): Finding[] {
  const advice = [
    ...verdicts.flatMap(forgiven),
    ...emptyToken(scene),
    ...scene.providers.flatMap(nonce),
    ...verdicts.flatMap(metadataEndpoints),
    ...scene.providers.flatMap(provider => cacheable(provider, 'accounts')),
    ...ignored(scene),
    ...scene.providers.flatMap(metadataAnswer),
    ...verdicts.flatMap(onConfig),
    ...scene.providers.flatMap(provider => cacheable(provider, 'config')),
  ];
  return advice.map(asFinding);
}

function asFinding({ link, source, ...advice }: Advice): Finding {
  return { ...advice, severity: 'advice', certainty: 'certain', source: source ?? 'response', links: [link] };
}

function forgiven({ provider, forgiven: faults }: Verdict): Advice[] {
  const why = provider.sameSite
    ? 'Chrome does not insist on the well-known where relying party and identity provider share a site. From another site this would fail.'
    : 'Chrome went on all the same: the flag `#fedcm-without-well-known-enforcement` may be set, or a later answer was in order.';
  return faults.map(fault => {
    const reason = reasonFor(fault.code);
    return {
      code: `Forgiven.${fault.code}`,
      owner: fault.owner ?? reason.owner,
      title: `Forgiven by Chrome: ${lowerFirst(fill(fault.title ?? reason.title, provider.values))}`,
      explanation: why,
      steps: (fault.steps ?? reason.steps).map(step => fill(step, provider.values)),
      evidence: fault.evidence,
      link: LINKS.provider,
    };
  });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function emptyToken({ flow: { outcome } }: Scene): Advice[] {
  if (outcome.status !== 'fulfilled' || outcome.credential === undefined) return [];
  const { token } = outcome.credential;
  if (token !== null && token !== '' && token !== undefined) return [];
  return [
    {
      code: 'EmptyToken',
      owner: 'idp',
      title: 'The token is empty',
      explanation: 'Chrome takes any JSON value for a token, so the call succeeded with nothing to verify.',
      steps: ['Check on the server that the token is what the identity provider documents before using it.'],
      evidence: [{ path: 'outcome.credential.token', found: shown(token), expected: 'a token' }],
      link: LINKS.provider,
    },
  ];
}

function nonce({ options, index }: ProviderScene): Advice[] {
  if (index < 0) return [];
  const path = `identity.providers[${index}]`;
  if (options['nonce'] !== undefined) {
    return [
      {
        code: 'TopLevelNonce',
        owner: 'rp-page',
        source: 'call',
        title: '`nonce` stands beside `params`, where it is deprecated',
        explanation: 'Chrome still sends it, with a warning, and has announced its removal.',
        steps: ['Move it: `params: {nonce: "…"}`. Ask the identity provider to read it from `params`.'],
        evidence: [{ path: `${path}.nonce`, found: 'present', expected: `${path}.params.nonce` }],
        link: LINKS.relyingParty,
      },
    ];
  }
  if (member(options['params'], 'nonce') !== undefined || isUnreadable(options['params'])) return [];
  return [
    {
      code: 'NoNonce',
      owner: 'rp-page',
      source: 'call',
      title: 'The call has no nonce',
      explanation: 'Without one a stolen token can be replayed.',
      steps: ['Give a fresh random value from the server in `params: {nonce: "…"}`, and compare it with the token.'],
      evidence: [{ path: `${path}.params.nonce`, found: 'missing', expected: 'a fresh random value' }],
      link: LINKS.relyingParty,
    },
  ];
}

/** A value that the recording could not take apart. */
const isUnreadable = (params: unknown): boolean =>
  typeof params === 'string' || (isObject(params) && '$type' in params);

/** Where a member that Chrome did not read belongs. */
const PLACES: readonly { member: RegExp; place: string }[] = [
  { member: /^identity\.mediation$|\.mediation$/, place: '`mediation`, at the top of the options' },
  { member: /\.providers\[\d+\]\.mode$|^mode$/, place: '`identity.mode`' },
  { member: /\.providers\[\d+\]\.context$|^context$/, place: '`identity.context`' },
  { member: /\.signal$/, place: '`signal`, at the top of the options' },
  { member: /^providers$/, place: '`identity.providers`' },
  { member: /\.scope$|\.state$|\.responseType$|\.response_type$/, place: '`params` of the provider' },
  { member: /\.configUrl$/, place: '`configURL`, with capitals' },
  { member: /\.clientID$|\.client_id$/, place: '`clientId`' },
];

function ignored({ flow }: Scene): Advice[] {
  return (flow.context.unread ?? []).slice(0, 8).map(path => {
    const place = PLACES.find(entry => entry.member.test(path))?.place;
    return {
      code: 'IgnoredMember',
      owner: 'rp-page',
      source: 'call',
      title: `Chrome ignored \`${path}\``,
      explanation: place ? `It belongs elsewhere: ${place}.` : 'Chrome does not read this member.',
      steps: [place ? `Move it to ${place}.` : 'Remove it, or pass it to the identity provider in `params`.'],
      evidence: [{ path, found: 'present', expected: place ? `in ${place}` : 'left out' }],
      link: LINKS.get,
    };
  });
}
