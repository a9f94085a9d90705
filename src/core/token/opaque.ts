import { decodeBase64url } from './base64url.ts';
import type { DecodedOpaque } from './decoded.ts';
import type { Problem } from './problem.ts';
import { decodeUtf8 } from './utf8.ts';

interface Form {
  fits(text: string): boolean;
  note: string;
  /** Nobody hands this out as a token on purpose. */
  mistaken?: true;
}

const SAML = /^<(?:\?xml[^>]*>\s*<)?(?:[\w-]+:)?(?:Response|Assertion)\b/;

/** What has no structure that is read here, but one by which it is known. */
const FORMS: readonly Form[] = [
  {
    fits: text => SAML.test(text) || (/^PD|^PHN|^PEF/.test(text) && SAML.test(textIn(text))),
    note: 'A SAML message. It is not read here: have a SAML library on your server verify it.',
  },
  {
    fits: text => /^v\d\.(?:local|public)\./.test(text),
    note: 'A PASETO. It is not read here: have a PASETO library on your server verify it.',
  },
  { fits: text => text.startsWith('<'), note: 'Markup, such as an error page, in place of a token.', mistaken: true },
  {
    fits: text => text.startsWith('-----BEGIN'),
    note: 'A key or a certificate in PEM, in place of a token.',
    mistaken: true,
  },
  {
    fits: text => /^eyj[a-z\d_-]+(?:\.[a-z\d_-]*){2}$/.test(text),
    note: 'A JWT whose letters were all made small: base64url tells “a” from “A”, so nothing of it can be read.',
    mistaken: true,
  },
];

const CODE_OR_REFERENCE =
  'Opaque: an authorization code or a reference. It says nothing by itself; introspect or redeem it on your server.';

/** A string with no structure that is read here. */
export function readOpaque(source: string): DecodedOpaque {
  const form = FORMS.find(({ fits }) => fits(source));
  if (!form) return { kind: 'opaque', source, note: CODE_OR_REFERENCE, problems: [] };
  const { note, mistaken } = form;
  const problem: Problem = { code: 'no-token', message: note, at: { part: 'token', layer: 'source', offset: 0 } };
  return { kind: 'opaque', source, note, foreign: true, problems: mistaken ? [problem] : [] };
}

/** The beginning of what base64 holds. */
function textIn(base64: string): string {
  return decodeUtf8(decodeBase64url(base64.slice(0, 400)).bytes).text;
}
