import { leadingFinding } from '../../src/core/flow/leading-finding.ts';
import type { DecodedToken, Finding, Flow } from '../../src/core/model.ts';
import { tokenSummary } from '../token/decoded.ts';
import { callWords, idpURLs } from './call.ts';

export { leadingFinding };

export type Verdict = 'ok' | 'failed' | 'pending' | 'interrupted';

export function verdictOf(flow: Flow): Verdict {
  switch (flow.outcome.status) {
    case 'fulfilled':
      return 'ok';
    case 'rejected':
      return 'failed';
    case 'pending':
      return 'pending';
    case 'interrupted':
      return 'interrupted';
  }
}

const VERDICT_WORDS: Record<Verdict, string> = {
  ok: 'succeeded',
  failed: 'failed',
  pending: 'pending',
  interrupted: 'interrupted',
};

export const verdictWords = (verdict: Verdict): string => VERDICT_WORDS[verdict];

const TOKEN_KINDS: Record<DecodedToken['kind'], string> = {
  jwt: 'JWT',
  jwe: 'JWE',
  'sd-jwt': 'SD-JWT',
  json: 'JSON',
  opaque: 'opaque token',
};

export const tokenKindWords = (kind: DecodedToken['kind']): string => TOKEN_KINDS[kind];

function possibleCauses(finding: Finding): number {
  return finding.causes?.filter(cause => cause.status !== 'ruled-out').length ?? 0;
}

function failureWords(flow: Flow): string {
  const finding = leadingFinding(flow);
  if (finding !== undefined) {
    const causes = possibleCauses(finding);
    return finding.certainty === 'one-of' && causes > 1 ? `${causes} possible causes` : finding.code;
  }
  const error = flow.outcome.error;
  return error?.error || error?.name || 'rejected';
}

function successWords(flow: Flow): string {
  const credential = flow.outcome.credential;
  if (credential !== undefined) {
    const kind = tokenSummary(flow)?.kind;
    const words = [
      kind === undefined ? 'token' : tokenKindWords(kind),
      flow.findings.some(({ code }) => code === 'ServerRefusedToken') && 'refused by the server',
      flow.findings.some(({ code }) => code === 'TokenNotDelivered') && 'not delivered',
      credential.isAutoSelected && 'auto-selected',
    ];
    return words.filter(Boolean).join(' · ');
  }
  const value = flow.outcome.value;
  if (Array.isArray(value)) return value.length === 1 ? '1 account' : `${value.length} accounts`;
  return flow.api === 'login.setStatus' && typeof flow.request === 'string' ? flow.request : 'done';
}

/** A call with which a pop-up ends: that its page is gone is what was asked for. */
export const endsItsWindow = ({ api, parent }: Flow): boolean =>
  parent !== undefined && (api === 'IdentityProvider.resolve' || api === 'IdentityProvider.close');

/** `the user in the account chooser` as `account chooser`: a row is short. */
const inAWord = (waitingFor: string): string => waitingFor.replace(/^the (?:user in the |network: |browser’s )?/, '');

/** What a row says came of the call. */
export function resultWords(flow: Flow): string {
  switch (verdictOf(flow)) {
    case 'ok':
      return successWords(flow);
    case 'failed':
      return failureWords(flow);
    case 'pending':
      return flow.waitingFor === undefined ? 'pending' : `waiting: ${inAWord(flow.waitingFor)}`;
    case 'interrupted':
      return flow.findings[0]?.code ?? (endsItsWindow(flow) ? 'window closed' : 'interrupted');
  }
}

/** A row in words, for assistive technology: API, RP origin, IdP origin, outcome, code of the first finding, and whether it was imported. */
export function rowName(flow: Flow): string {
  const idps = [...new Set(idpURLs(flow).map(url => url.origin))].join(' ');
  const [, ...variations] = callWords(flow).split(' · ');
  const code =
    leadingFinding(flow)?.code ??
    flow.findings[0]?.code ??
    (verdictOf(flow) === 'failed' ? failureWords(flow) : undefined);
  return [
    [flow.api, ...variations].join(' '),
    `RP ${flow.page.origin}`,
    idps && `IdP ${idps}`,
    flow.outcome.status,
    code,
    flow.imported && 'imported',
  ]
    .filter(Boolean)
    .join(', ');
}
