import type { JsonObject } from './json-object.ts';
import type { JsonPart, Part } from './part.ts';
import type { Problem } from './problem.ts';

/** A token taken apart, whatever it is and however broken. */
export type Decoded = DecodedJws | DecodedJwe | DecodedSdJwt | DecodedJson | DecodedOpaque;

/** Three parts: a JWS (RFC 7515), with claims (RFC 7519) or with other content. */
export interface DecodedJws {
  kind: 'jwt';
  /** In compact serialization, also where it came in JSON serialization. */
  source: string;
  header: JsonPart;
  /** The header that the signature does not cover, if empty; on tokens in JSON serialization only (RFC 7515 section 7.2). */
  unprotected?: JsonObject;
  payload: JsonPart;
  signature: Part;
  /** The payload, where it is a JSON object. */
  claims?: JsonObject;
  /** The token inside, where the payload is one (RFC 7519 section 5.2). */
  nested?: Decoded;
  problems: Problem[];
}

/** Five parts: a JWE (RFC 7516). Only its header can be read. */
export interface DecodedJwe {
  kind: 'jwe';
  /** In compact serialization, also where it came in JSON serialization. */
  source: string;
  header: JsonPart;
  /** Headers that are not protected, if empty; on tokens in JSON serialization only (RFC 7516 section 7.2). */
  unprotected?: JsonObject;
  encryptedKey: Part;
  initializationVector: Part;
  ciphertext: Part;
  authenticationTag: Part;
  /** Why the content stays closed, and to whom it would open. */
  unreadable: string;
  problems: Problem[];
}

/** An issuer-signed JWT, disclosures, and perhaps a key-binding JWT (RFC 9901). */
export interface DecodedSdJwt {
  kind: 'sd-jwt';
  source: string;
  issuerSigned: DecodedJws;
  disclosures: Disclosure[];
  /** Digests for which no disclosure was given. Withheld claims and decoys cannot be told apart. */
  undisclosed: { digest: string; path: string }[];
  /** The payload after the disclosures were applied (RFC 9901 section 7.1). */
  claims?: JsonObject;
  keyBinding?: KeyBinding;
  problems: Problem[];
}

export interface Disclosure {
  part: JsonPart;
  salt?: string;
  /** Absent for elements of an array. */
  name?: string;
  value: unknown;
  /** Base64url digest of the disclosure as it stands, under the token's `_sd_alg`; absent where that is unknown. */
  digest?: string;
  /** Where in the payload its digest stands; absent where nothing refers to it. */
  path?: string;
}

export interface KeyBinding {
  token: DecodedJws;
  /** What `sd_hash` should be; absent where the digest algorithm is unknown. */
  expectedHash?: string;
}

/** A JSON value that is the token, or JSON text that holds it. */
export interface DecodedJson {
  kind: 'json';
  /** The text, where the value came as JSON in a string. */
  source?: string;
  value: unknown;
  /** Tokens found inside, with their paths: `$.id_token`. */
  found: { path: string; token: Decoded }[];
  problems: Problem[];
}

/** A string with no structure of its own: an authorization code, a session reference. */
export interface DecodedOpaque {
  kind: 'opaque';
  source: string;
  note: string;
  /** Its form tells that it is neither a code nor a reference. */
  foreign?: true;
  problems: Problem[];
}
