import type { Decoded, DecodedJson, DecodedJws, DecodedSdJwt } from '../../src/core/token/decoded.ts';
import type { JsonPart } from '../../src/core/token/part.ts';

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
  role: 'header' | 'claims' | 'disclosures' | 'value';
  members: Member[];
  note?: string;
}

function membersOf(value: unknown): Member[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, inner]) => ({ name, value: inner }));
}

/** What OAuth calls its bearer values: `id_token`, `access_token`, `code`, `client_secret`. */
const SECRET_NAME = /(?:token|secret|assertion|password)$|^code$/i;

function header(title: string, part: JsonPart): Section {
  const members = membersOf(part.value);
  return { title, role: 'header', members, ...(members.length === 0 && { note: part.text || 'Empty' }) };
}

function jws(token: DecodedJws, prefix: string): Section[] {
  const claims = membersOf(token.claims);
  const payload: Section = {
    title: `${prefix}Claims`,
    role: 'claims',
    members: claims,
    ...(claims.length === 0 && { note: token.payload.text || 'Empty' }),
  };
  const body = token.nested ? sectionsOf(token.nested, `${prefix}Nested token · `) : [payload];
  return [header(`${prefix}Header`, token.header), ...body];
}

function sdJwt(token: DecodedSdJwt, prefix: string): Section[] {
  const withheld = token.undisclosed.length;
  return [
    header(`${prefix}Header`, token.issuerSigned.header),
    {
      title: `${prefix}Claims`,
      role: 'claims',
      members: membersOf(token.claims ?? token.issuerSigned.claims),
      ...(withheld > 0 && {
        note: `${withheld} ${withheld === 1 ? 'digest has' : 'digests have'} no disclosure: withheld claims, or decoys.`,
      }),
    },
    {
      title: `${prefix}Disclosures`,
      role: 'disclosures',
      members: token.disclosures.map(each => ({ name: each.name ?? each.path ?? 'list element', value: each.value })),
      ...(token.disclosures.length === 0 && { note: 'None' }),
    },
    ...(token.keyBinding ? jws(token.keyBinding.token, `${prefix}Key binding · `) : []),
  ];
}

function jsonMembers({ value, found }: DecodedJson): Member[] {
  const members = membersOf(value);
  if (members.length === 0) return [{ name: '$', value, ...(found.length > 0 && { secret: true }) }];
  return members.map(each => {
    const secret = SECRET_NAME.test(each.name) || found.some(({ path }) => startsAt(path, each.name));
    return { ...each, ...(secret && { secret }) };
  });
}

/** Whether a path begins at a member of the root. */
const startsAt = (path: string, name: string) =>
  path === `$.${name}` || path.startsWith(`$.${name}.`) || path.startsWith(`$.${name}[`);

/** What there is to read in a token, in reading order. */
export function sectionsOf(token: Decoded, prefix = ''): Section[] {
  switch (token.kind) {
    case 'jwt':
      return jws(token, prefix);
    case 'jwe':
      return [
        header(`${prefix}Header`, token.header),
        { title: `${prefix}Content`, role: 'value', members: [], note: token.unreadable },
      ];
    case 'sd-jwt':
      return sdJwt(token, prefix);
    case 'json':
      return [
        { title: `${prefix}Value`, role: 'value', members: jsonMembers(token) },
        ...token.found.flatMap(({ path, token: inner }) => sectionsOf(inner, `${prefix}${path} · `)),
      ];
    case 'opaque':
      return [{ title: `${prefix}Content`, role: 'value', members: [], note: token.note }];
  }
}
