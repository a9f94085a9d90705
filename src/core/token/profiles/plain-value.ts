import type { Profile } from './profile.ts';

/** What is neither signed in a way that is read here nor a code to redeem. Chrome hands on any JSON value. */
export const plainValue: Profile = {
  id: 'plain-value',
  title: 'Value of the identity provider’s own',
  link: 'https://w3c-fedid.github.io/FedCM/#dom-identitycredential-token',
  kinds: ['json', 'opaque'],
  claims: [],
  steps: [
    'Take nothing in it for granted: there is no signature here by which your server could tell who wrote it.',
    'Ask the identity provider how your server verifies it, such as by introspection, or have it hand out an ID token.',
  ],
};
