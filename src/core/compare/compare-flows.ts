import { batchOf } from '../capture/flow-ids.ts';
import type { Flow } from '../model.ts';
import { leavesOfSection, SECTIONS, type SectionName } from './flow-sections.ts';
import type { Leaf } from './leaves.ts';
import { isWhole, mayBeTheSame, type Remains, remainsOf } from './replaced.ts';
import { type Volatility, volatilityOf } from './volatile.ts';

/** One value of two flows. A side that does not have it is absent. */
export interface ComparedValue {
  path: string;
  left?: string;
  right?: string;
  /**
   * `cut`: from here on one side or both have more values than are compared. `replaced`: nobody can tell, since a redacted
   * file has a pseudonym there.
   */
  relation: 'different' | 'only-left' | 'only-right' | 'cut' | 'replaced' | 'volatile' | 'same';
  /** Of volatile values: why they differ each time. Of others: `token`, where one side is a token. */
  as?: Volatility;
}

export interface ComparedSection {
  name: SectionName;
  /** Differences first, then what cannot be compared, volatile values, and what is the same; each in the flows' own order. */
  values: ComparedValue[];
}

const ORDER: readonly ComparedValue['relation'][] = [
  'different',
  'only-left',
  'only-right',
  'cut',
  'replaced',
  'volatile',
  'same',
];

/**
 * Two flows side by side. A value that differs in any two sign-ins (a nonce, a time, an id, a token) is no difference as
 * long as both have it, of the same JSON type. Sections that neither flow fills are left out.
 */
export function compareFlows(left: Flow, right: Flow): ComparedSection[] {
  const isOneFile = batchOf(left) === batchOf(right);
  return SECTIONS.map(name => ({
    name,
    values: compareLeaves(leavesOfSection(left, right, name), leavesOfSection(right, left, name), isOneFile),
  })).filter(({ values }) => values.length > 0);
}

/** In one file, and in the log, equal values are equal texts, pseudonyms among them. */
function compareLeaves(left: readonly Leaf[], right: readonly Leaf[], isOneFile: boolean): ComparedValue[] {
  const ofLeft = byPath(left);
  const ofRight = byPath(right);
  const beyond = new Set([...beyondCut(left, ofRight), ...beyondCut(right, ofLeft)]);
  const values = [...new Map([...ofLeft, ...ofRight]).values()]
    .filter(leaf => isTold(leaf, ofLeft, ofRight) && !beyond.has(leaf.path))
    .map(({ path }) => compareValue(path, ofLeft.get(path), ofRight.get(path)));
  return (isOneFile ? values : withReplaced(values)).sort((a, b) => rank(a) - rank(b));
}

/** Of two files: a value that differs may be one that was replaced, and so may the name of a member. */
function withReplaced(values: readonly ComparedValue[]): ComparedValue[] {
  const onLeft = remainsOfPaths(values, 'only-left');
  const onRight = remainsOfPaths(values, 'only-right');
  const named = new Set([...replacedAmong(onLeft, onRight), ...replacedAmong(onRight, onLeft)]);
  const isReplaced = ({ path, relation, left = '', right = '' }: ComparedValue): boolean => {
    if (relation === 'different') return mayBeTheSame(remainsOf(left), remainsOf(right));
    return (relation === 'only-left' || relation === 'only-right') && named.has(remainsOf(path).text);
  };
  return values.map(value => (isReplaced(value) ? { ...value, relation: 'replaced' } : value));
}

/** Each once: a map by user names has thousands of members that differ in their pseudonyms alone. */
function remainsOfPaths(values: readonly ComparedValue[], side: ComparedValue['relation']): Remains[] {
  const all = values.filter(({ relation }) => relation === side).map(({ path }) => remainsOf(path));
  return [...new Map(all.map(remains => [remains.text, remains])).values()];
}

/** Paths of one side that may be those of the other, as {@link Remains.text}. */
function replacedAmong(own: readonly Remains[], other: readonly Remains[]): string[] {
  const replaced = other.filter(path => !isWhole(path));
  return own
    .filter(path => (isWhole(path) ? replaced : other).some(each => mayBeTheSame(path, each)))
    .map(({ text }) => text);
}

/** What may stand on the other side after its cut: paths of the same list that come after the last one both have. */
function beyondCut(own: readonly Leaf[], other: ReadonlyMap<string, Leaf>): string[] {
  const cuts = [...other.values()].filter(({ cut }) => cut);
  return cuts.flatMap(({ path }) => {
    const list = own.filter(leaf => leaf.path.startsWith(path.slice(0, path.indexOf('[') + 1)));
    const last = list.findLastIndex(leaf => other.has(leaf.path));
    return list.filter((leaf, at) => at > last && !leaf.cut).map(leaf => leaf.path);
  });
}

const byPath = (leaves: readonly Leaf[]): ReadonlyMap<string, Leaf> => new Map(leaves.map(leaf => [leaf.path, leaf]));

/** A summary where only one side has it, and otherwise all that it sums up. */
function isTold({ path, summary }: Leaf, left: ReadonlyMap<string, Leaf>, right: ReadonlyMap<string, Leaf>): boolean {
  const onOneSide = (at: string) => left.has(at) !== right.has(at);
  if (summary) return onOneSide(path);
  const owner = path.slice(0, Math.max(0, path.indexOf('.')));
  return !((left.get(owner) ?? right.get(owner))?.summary && onOneSide(owner));
}

/** What only one side has is no smaller a difference than what both have otherwise. */
const rank = ({ relation }: ComparedValue): number => Math.max(0, ORDER.indexOf(relation) - 2);

function compareValue(path: string, left: Leaf | undefined, right: Leaf | undefined): ComparedValue {
  // A number and the same digits as text read alike, and are not the same.
  const show = ({ text, type }: Leaf, other: Leaf | undefined) =>
    type === 'string' && other !== undefined && other.type !== type ? JSON.stringify(text) : text;
  const sides = {
    path,
    ...(left === undefined ? {} : { left: show(left, right) }),
    ...(right === undefined ? {} : { right: show(right, left) }),
  };
  if (left?.cut || right?.cut) return { ...sides, relation: 'cut' };
  const of = [left, right].map(leaf => leaf && volatilityOf(leaf));
  const token = of.includes('token') ? { as: 'token' as const } : {};
  if (left === undefined) return { ...sides, relation: 'only-right', ...token };
  if (right === undefined) return { ...sides, relation: 'only-left', ...token };
  if (left.type !== right.type) return { ...sides, relation: 'different', ...token };
  if (left.text === right.text) return { ...sides, relation: 'same' };
  const [as] = of;
  return as !== undefined && as === of[1]
    ? { ...sides, relation: 'volatile', as }
    : { ...sides, relation: 'different', ...token };
}

/** How many values truly differ. */
export const differencesIn = ({ values }: ComparedSection): number => values.filter(value => rank(value) === 0).length;

/** How many values may differ or not. */
export const replacedIn = ({ values }: ComparedSection): number =>
  values.filter(({ relation }) => relation === 'replaced').length;
