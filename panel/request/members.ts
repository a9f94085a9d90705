import type { Api } from '../../src/core/model.ts';

/** What is known of one member of a call's argument. */
export interface KnownMember {
  /** Path with `[]` for any index: `identity.providers[].configURL`. */
  path: string;
  meaning: string;
  /** What holds when it is left out, in words; absent for members that must be there. */
  absent?: string;
  required?: true;
  /** Only read behind a flag of Chrome's, so its absence says nothing. */
  flagged?: true;
  deprecated?: string;
}

/** Members that Chromium 156 reads from `navigator.credentials.get(options)`, in the order people think of them. */
const GET: readonly KnownMember[] = [
  { path: 'mediation', meaning: 'Whether the user must take part', absent: 'optional' },
  { path: 'signal', meaning: 'Lets the page abort the call', absent: 'none' },
  { path: 'identity', meaning: 'Makes this a FedCM call', required: true },
  {
    path: 'identity.mode',
    meaning: 'active: a button the user pressed; passive: a prompt by itself',
    absent: 'passive',
  },
  { path: 'identity.context', meaning: 'Wording of the dialog’s title', absent: 'signin' },
  { path: 'identity.providers', meaning: 'One to ten identity providers; one in active mode', required: true },
  { path: 'identity.providers[].configURL', meaning: 'Where the IdP’s config file is', required: true },
  { path: 'identity.providers[].clientId', meaning: 'Names this relying party to the IdP', required: true },
  {
    path: 'identity.providers[].loginHint',
    meaning: 'Keeps accounts whose login_hints contain it',
    absent: 'all accounts',
  },
  {
    path: 'identity.providers[].domainHint',
    meaning: 'Keeps accounts whose domain_hints contain it',
    absent: 'all accounts',
  },
  {
    path: 'identity.providers[].fields',
    meaning: 'What the dialog says is shared; [] says nothing',
    absent: 'name, email, picture',
  },
  {
    path: 'identity.providers[].params',
    meaning: 'Sent to the assertion endpoint as one JSON parameter',
    absent: 'none',
  },
  {
    path: 'identity.providers[].nonce',
    meaning: 'Ties the token to this call',
    deprecated: 'Put it into params: Chrome still sends it from here, and means to stop.',
  },
  { path: 'identity.providers[].format', meaning: 'Token format (delegation)', flagged: true },
  { path: 'identity.providers[].type', meaning: 'Kind of registered IdP', flagged: true },
];

const CLIENT: readonly KnownMember[] = [
  { path: 'configURL', meaning: 'Where the IdP’s config file is', required: true },
  { path: 'clientId', meaning: 'Names the relying party to the IdP', required: true },
];

/** What each entry point reads from its first argument. Those that take a plain value have no members. */
export const MEMBERS: Readonly<Partial<Record<Api, readonly KnownMember[]>>> = {
  'credentials.get': GET,
  'IdentityProvider.getUserInfo': CLIENT,
  'IdentityCredential.disconnect': [
    ...CLIENT,
    { path: 'accountHint', meaning: 'Which account, in a form the IdP knows', required: true },
  ],
};

/** Members of other credential types, which may stand beside `identity`. */
export const OTHER_TYPES: Readonly<Record<string, string>> = {
  publicKey: 'A passkey request. With it Chrome never starts FedCM, and does not say so.',
  password: 'FedCM runs beside it.',
  otp: 'A one-time code; not part of FedCM.',
  digital: 'A digital credential request; not part of FedCM.',
  federated: 'The older federated credentials; not FedCM.',
};
