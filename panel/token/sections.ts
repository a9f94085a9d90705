import type {
  Decoded,
  DecodedJson,
  DecodedJwe,
  DecodedJws,
  DecodedSdJwt,
  Disclosure,
} from '../../src/core/token/decoded.ts';
import { isObject } from '../../src/core/token/json-object.ts';
import { pathTo } from '../../src/core/token/json-path.ts';
import { looksSerialized } from '../../src/core/token/json-serialization.ts';
import { primaryToken } from '../../src/core/token/primary.ts';

export interface Member {
  name: string;
  value: unknown;
  /** Opens doors by itself: not shown until somebody asks. */
  secret?: true;
}

/** A titled part of a token: named members, or a text that explains why there are none. */
export interface Section {
  title: string;
  /** What the members mean depends on where they stand. */
  role: 'header' | 'claims' | 'key-binding' | 'value';
  members: Member[];
  /** The checks are about this section's members. */
  checked: boolean;
  /** Claims that came beside the signed part, each with its digest. */
  disclosures?: readonly Disclosure[];
  /** Digests in the signed part that no disclosure has. */
  withheld?: number;
  note?: string;
}

function membersOf(value: unknown): Member[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, inner]) => ({ name, value: inner }));
}

/** What OAuth calls its bearer values: `id_token`, `access_token`, `code`, `client_secret`. */
const SECRET_NAME = /(?:token|secret|assertion|password)$|^code$/i;

/** What there is to read in a token, in reading order. */
export function sectionsOf(token: Decoded): Section[] {
  return new Reader(primaryToken(token)?.token).read(token, '');
}

class Reader {
  /** The token that the checks are about. */
  readonly #primary: Decoded | undefined;

  constructor(primary: Decoded | undefined) {
    this.#primary = primary;
  }

  read(token: Decoded, prefix: string): Section[] {
    switch (token.kind) {
      case 'jwt':
        return this.#jws(token, prefix, 'claims');
      case 'jwe':
        return [
          ...this.#headers(prefix, token, token),
          { title: `${prefix}Content`, role: 'value', members: [], checked: false, note: token.unreadable },
        ];
      case 'sd-jwt':
        return this.#sdJwt(token, prefix);
      case 'json':
        return [
          { title: `${prefix}Value`, role: 'value', members: jsonMembers(token), checked: false },
          ...token.found.flatMap(({ path, token: inner }) => this.read(inner, `${prefix}${path} · `)),
        ];
      case 'opaque':
        return [{ title: `${prefix}Content`, role: 'value', members: [], checked: false, note: token.note }];
    }
  }

  /** The header, and in JSON serialization the one that the signature does not cover. */
  #headers(prefix: string, { header, unprotected }: DecodedJws | DecodedJwe, of: Decoded): Section[] {
    const checked = of === this.#primary;
    const members = membersOf(header.value);
    const empty = members.length === 0 && emptyOr(header.value, header.text);
    const beside = membersOf(unprotected);
    return [
      { title: `${prefix}Header`, role: 'header', members, checked, ...empty },
      ...(beside.length > 0
        ? [{ title: `${prefix}Unprotected header`, role: 'header' as const, members: beside, checked }]
        : []),
    ];
  }

  #jws(token: DecodedJws, prefix: string, role: 'claims' | 'key-binding'): Section[] {
    const headers = this.#headers(prefix, token, token);
    if (token.nested) return [...headers, ...this.read(token.nested, `${prefix}Nested token · `)];
    const members = membersOf(token.claims);
    const empty = members.length === 0 && emptyOr(token.claims, token.payload.text);
    return [...headers, { title: `${prefix}Claims`, role, members, checked: token === this.#primary, ...empty }];
  }

  #sdJwt(token: DecodedSdJwt, prefix: string): Section[] {
    return [
      ...this.#headers(prefix, token.issuerSigned, token),
      {
        title: `${prefix}Claims`,
        role: 'claims',
        members: membersOf(token.claims ?? token.issuerSigned.claims),
        checked: token === this.#primary,
        disclosures: token.disclosures,
        withheld: token.undisclosed.length,
      },
      ...(token.keyBinding ? this.#jws(token.keyBinding.token, `${prefix}Key binding · `, 'key-binding') : []),
    ];
  }
}

/** What is no object has no names, but a value, which may be as secret or personal as any. */
const emptyOr = (read: unknown, text: string): Pick<Section, 'note'> | Pick<Section, 'members'> =>
  isObject(read) || text === '' ? { note: 'Empty' } : { members: [{ name: '$', value: text }] };

function jsonMembers({ value, found }: DecodedJson): Member[] {
  const members = membersOf(value);
  if (members.length === 0) return [{ name: '$', value, ...(found.length > 0 && { secret: true }) }];
  // In JSON serialization the members are the token.
  const whole = isObject(value) && looksSerialized(value);
  return members.map(each => {
    const secret = whole || SECRET_NAME.test(each.name) || found.some(({ path }) => startsAt(path, each.name));
    return { ...each, ...(secret && { secret }) };
  });
}

/** Whether a path begins at a member of the root. */
const startsAt = (path: string, name: string) => {
  const start = pathTo('$', name);
  return path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`);
};
