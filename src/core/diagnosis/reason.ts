import type { Finding, Owner } from '../model.ts';

/**
 * The places of an exchange's answer that more than one reason's text names; each is filled in for the flow at hand.
 */
export interface Values {
  /** Origin of the identity provider. */
  idp: string;
  /** Origin of the calling document. */
  rp: string;
  configURL: string;
  /** The well-known URL as Chrome computes it. */
  wellKnown: string;
  clientId: string;
}

/** One reason why a call of FedCM fails: an entry of the table that drives all rules. */
export interface Reason {
  /** Fixed sentences with `{idp}`, `{rp}`, `{configURL}`, `{wellKnown}`, `{clientId}` in them. */
  title: string;
  explanation: string;
  steps: readonly string[];
  links: readonly string[];
  owner: Owner;
  /** The most that can be said from outside, without Chrome's own word. */
  certainty: Finding['certainty'];
  source: Finding['source'];
  /** What decides it, in words. */
  decidedBy: string;
  /** How Chrome's console line about it reads: any of these, case ignored. */
  cues?: readonly string[];
  /** It says how the call ended, not what was wrong: another reason may stand behind it. */
  consequence?: true;
}

const SPEC = 'https://w3c-fedid.github.io/FedCM/';
const MDN = 'https://developer.mozilla.org/en-US/docs/Web/API/FedCM_API';
const CHROME = 'https://privacysandbox.google.com/cookies/fedcm/implement';

export const LINKS = {
  spec: SPEC,
  provider: `${MDN}/IDP_integration`,
  relyingParty: `${MDN}/RP_sign-in`,
  providerGuide: `${CHROME}/identity-provider`,
  relyingPartyGuide: `${CHROME}/relying-party`,
  loginStatus: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Login',
  policy:
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Permissions-Policy/identity-credentials-get',
  connectSrc: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/connect-src',
  cors: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
  get: 'https://developer.mozilla.org/en-US/docs/Web/API/CredentialsContainer/get',
  disconnect: 'https://developer.mozilla.org/en-US/docs/Web/API/IdentityCredential/disconnect_static',
  userInfo: 'https://developer.mozilla.org/en-US/docs/Web/API/IdentityProvider/getUserInfo_static',
} as const;

/** The template with its places filled; a place that nothing is known about keeps a plain name. */
export function fill(template: string, values: Partial<Values>): string {
  return template.replace(/\{(\w+)\}/g, (whole, place: string) => {
    switch (place) {
      case 'idp':
        return values.idp ?? 'the identity provider';
      case 'rp':
        return values.rp ?? 'the relying party';
      case 'configURL':
        return values.configURL ?? 'the config URL';
      case 'wellKnown':
        return values.wellKnown ?? 'the well-known URL';
      case 'clientId':
        return values.clientId ?? 'the client ID';
      default:
        return whole;
    }
  });
}
