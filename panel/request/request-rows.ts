import type { Flow } from '../../src/core/model.ts';
import { isObject } from '../../src/core/token/json-object.ts';
import { member } from '../flow/call.ts';
import { belongsElsewhere } from './belongs-elsewhere.ts';
import { type KnownMember, MEMBERS, OTHER_TYPES } from './members.ts';

/** One line of the request: a member that was given, one that holds its default, or one that does nothing. */
export interface RequestRow {
  path: string;
  /** The last part of the path. */
  name: string;
  depth: number;
  state: 'given' | 'default' | 'missing' | 'ignored' | 'deprecated';
  /** Absent for members whose own members follow, and where nothing was given. */
  value?: { is: unknown };
  /** The default, in words. */
  absent?: string;
  note: string;
}

type Known = readonly KnownMember[];

const pattern = (path: string): string => path.replace(/\[\d+\]/g, '[]');

const isContainer = (path: string, known: Known): boolean =>
  known.some(each => each.path.startsWith(`${pattern(path)}.`) || each.path.startsWith(`${pattern(path)}[]`));

function childrenOf(path: string, known: Known): KnownMember[] {
  const prefix = path === '' ? '' : `${pattern(path)}.`;
  return known.filter(each => each.path.startsWith(prefix) && !each.path.slice(prefix.length).includes('.'));
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

interface Reading {
  known: Known;
  unread: ReadonlySet<string>;
  rows: RequestRow[];
}

/** The first argument of a call as lines: each member, what it means, and what holds where it was left out. */
export function requestRows(flow: Flow): RequestRow[] {
  const known = MEMBERS[flow.api];
  if (known === undefined || !isObject(flow.request)) return [];
  const reading: Reading = { known, unread: new Set(flow.context.unread), rows: [] };
  readMembers(flow.request, '', 0, reading);
  return reading.rows;
}

function readMembers(given: Record<string, unknown>, path: string, depth: number, reading: Reading): void {
  const expected = childrenOf(path, reading.known);
  for (const each of expected) readKnown(given, each, path, depth, reading);
  const names = new Set(expected.map(each => each.path.split('.').at(-1)));
  for (const name of Object.keys(given)) {
    if (!names.has(name)) readOther(given[name], name, path, depth, reading);
  }
}

function readKnown(
  given: Record<string, unknown>,
  known: KnownMember,
  parent: string,
  depth: number,
  reading: Reading,
): void {
  const name = known.path.split('.').at(-1) ?? known.path;
  const path = join(parent, name);
  const value = member(given, name);
  const { rows } = reading;
  if (value === undefined) {
    if (known.required) rows.push({ path, name, depth, state: 'missing', note: known.meaning });
    else if (known.absent !== undefined)
      rows.push({ path, name, depth, state: 'default', absent: known.absent, note: known.meaning });
    return;
  }
  if (reading.unread.has(path)) {
    rows.push({ path, name, depth, state: 'ignored', value: { is: value }, note: unreadWords(known) });
    return;
  }
  const state = known.deprecated === undefined ? 'given' : 'deprecated';
  const note = known.deprecated ?? known.meaning;
  if (!isContainer(path, reading.known) || typeof value !== 'object') {
    rows.push({ path, name, depth, state, value: { is: value }, note });
    return;
  }
  rows.push({ path, name, depth, state, note });
  if (isObject(value)) readMembers(value, path, depth + 1, reading);
  else if (Array.isArray(value)) readList(value, path, depth + 1, reading);
}

function readList(list: readonly unknown[], path: string, depth: number, reading: Reading): void {
  for (const [index, entry] of list.entries()) {
    const at = `${path}[${index}]`;
    const row: RequestRow = { path: at, name: `[${index}]`, depth, state: 'given', note: '' };
    reading.rows.push(isObject(entry) ? row : { ...row, value: { is: entry } });
    if (isObject(entry)) readMembers(entry, at, depth + 1, reading);
  }
}

function unreadWords({ flagged }: KnownMember): string {
  return flagged
    ? 'Not read: Chrome reads it only behind a flag.'
    : 'Not read: the call ended before Chrome came to it.';
}

function readOther(value: unknown, name: string, parent: string, depth: number, reading: Reading): void {
  const path = join(parent, name);
  const otherType = parent === '' && Object.hasOwn(OTHER_TYPES, name) ? OTHER_TYPES[name] : undefined;
  const state = otherType === undefined ? 'ignored' : 'given';
  const note = otherType ?? belongsElsewhere(path, reading.known) ?? 'Chrome knows no such member here and ignores it.';
  reading.rows.push({ path, name, depth, state, value: { is: value }, note });
}
