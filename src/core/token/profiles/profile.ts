import type { Decoded } from '../decoded.ts';

/** A claim as one kind of token uses it. */
export interface ClaimNote {
  name: string;
  /** One line. */
  meaning: string;
  expected: 'always' | 'often' | 'when-asked';
  /** Where it stands, if not in the token's own claims. */
  in?: 'key binding' | 'params';
  link: string;
}

/** What tokens of one kind look like, as data. To add one, write a file here and name it in `index.ts`. */
export interface Profile {
  id: string;
  title: string;
  link: string;
  /** The profile is for these kinds of token, and, where the other lists are given, only for these issuers or configs. */
  kinds: readonly Decoded['kind'][];
  /** Every spelling of `iss`. */
  issuers?: readonly string[];
  configOrigins?: readonly string[];
  /** Of JSON values, only for those with this member. */
  member?: string;
  /** What the issuer signs with, where that is documented. */
  algorithms?: readonly string[];
  claims: readonly ClaimNote[];
  /** What the server does with such a token, in order. */
  steps: readonly string[];
}
