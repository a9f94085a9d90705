import type { Flow } from '../model.ts';
import { leavesOfSection, SECTIONS, type SectionName } from './flow-sections.ts';
import type { Leaf } from './leaves.ts';
import { type Volatility, volatilityOf } from './volatile.ts';

/** One value of two flows. A side that does not have it is absent. */
export interface ComparedValue {
  path: string;
  left?: string;
  right?: string;
  relation: 'different' | 'only-left' | 'only-right' | 'volatile' | 'same';
  /** Of volatile values: why they differ each time. */
  as?: Volatility;
}

export interface ComparedSection {
  name: SectionName;
  /** Differences first, then volatile values, then what is the same; within each in the flows' own order. */
  values: ComparedValue[];
}

const ORDER: readonly ComparedValue['relation'][] = ['different', 'only-left', 'only-right', 'volatile', 'same'];

/**
 * Two flows side by side. A value that differs in any two sign-ins (a nonce, a time, an id, a token) is no difference as
 * long as both have it. Sections that neither flow fills are left out.
 */
export function compareFlows(left: Flow, right: Flow): ComparedSection[] {
  return SECTIONS.map(name => ({
    name,
    values: compareLeaves(leavesOfSection(left, name), leavesOfSection(right, name)),
  })).filter(({ values }) => values.length > 0);
}

function compareLeaves(left: readonly Leaf[], right: readonly Leaf[]): ComparedValue[] {
  const ofLeft = byPath(left);
  const ofRight = byPath(right);
  return [...new Map([...ofLeft, ...ofRight]).values()]
    .filter(leaf => isTold(leaf, ofLeft, ofRight))
    .map(({ path }) => compareValue(path, ofLeft.get(path)?.text, ofRight.get(path)?.text))
    .sort((a, b) => rank(a) - rank(b));
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

function compareValue(path: string, left: string | undefined, right: string | undefined): ComparedValue {
  if (left === undefined) return { path, ...(right === undefined ? {} : { right }), relation: 'only-right' };
  if (right === undefined) return { path, left, relation: 'only-left' };
  if (left === right) return { path, left, right, relation: 'same' };
  const as = volatilityOf(path, left);
  return as !== undefined && as === volatilityOf(path, right)
    ? { path, left, right, relation: 'volatile', as }
    : { path, left, right, relation: 'different' };
}

/** How many values truly differ. */
export const differencesIn = ({ values }: ComparedSection): number => values.filter(value => rank(value) === 0).length;
