import type { Flow } from '../src/core/model.ts';
import { idpURLs, readCall } from './flow/call.ts';
import { type Verdict, verdictOf } from './flow/outcome.ts';
import { tokenSummary } from './token/decoded.ts';

const FIELDS = ['idp', 'rp', 'outcome', 'code', 'api', 'mode'] as const;
export type Field = (typeof FIELDS)[number];

/** One word of a filter: free text, or a field and its value; `-` before it negates. */
export interface Term {
  field: Field | 'text';
  /** Lower case. */
  value: string;
  negated: boolean;
}

const WORD = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

const isField = (text: string): text is Field => (FIELDS as readonly string[]).includes(text);

/**
 * Reads `idp:accounts.example -outcome:ok "two words"`. An unknown `field:` is plain text, so that URLs can be typed.
 */
export function parseFilter(filter: string): Term[] {
  const terms: Term[] = [];
  for (const [whole, dash, name, quoted, plain] of filter.toLowerCase().matchAll(WORD)) {
    const negated = dash === '-';
    const known = name !== undefined && isField(name);
    const value =
      known || name === undefined ? (quoted ?? plain ?? '') : whole.slice(negated ? 1 : 0).replaceAll('"', '');
    const unfinished = plain?.endsWith(':') && isField(plain.slice(0, -1));
    if (value !== '' && !unfinished) terms.push({ field: known ? name : 'text', value, negated });
  }
  return terms;
}

/** Whether every term holds of the flow. No terms hold of every flow. */
export function matchesFilter(terms: readonly Term[], flow: Flow): boolean {
  return terms.every(term => holds(term, flow) !== term.negated);
}

const OUTCOME_WORDS: Record<Verdict, readonly string[]> = {
  ok: ['ok', 'succeeded', 'fulfilled'],
  failed: ['failed', 'rejected'],
  pending: ['pending'],
  interrupted: ['interrupted'],
};

function holds({ field, value }: Term, flow: Flow): boolean {
  const within = (text: string | undefined) => text?.toLowerCase().includes(value) ?? false;
  switch (field) {
    case 'text':
      return searchableText(flow).includes(value);
    case 'idp':
      return idpURLs(flow).some(url => within(url.href));
    case 'rp':
      return within(flow.page.url) || within(flow.page.origin) || within(flow.page.topOrigin);
    case 'outcome':
      return OUTCOME_WORDS[verdictOf(flow)].some(word => word.startsWith(value));
    case 'code':
      return codesOf(flow).some(within);
    case 'api':
      return within(flow.api);
    case 'mode':
      return flow.api === 'credentials.get' && within(readCall(flow).mode ?? 'passive');
  }
}

function codesOf(flow: Flow): (string | undefined)[] {
  return [
    ...flow.findings.flatMap(finding => [finding.code, ...(finding.causes ?? []).map(cause => cause.code)]),
    flow.outcome.error?.name,
    flow.outcome.error?.error,
    ...(flow.chrome?.issues ?? []),
  ];
}

/** Characters of a flow that free text looks through; a hostile page must not make typing slow. */
const SEARCHED = 64 * 1024;

const searchable = new WeakMap<Flow, string>();

function searchableText(flow: Flow): string {
  const known = searchable.get(flow);
  if (known !== undefined) return known;
  const summary = tokenSummary(flow);
  const text = leaves([flow, flow.token === undefined && summary?.payload]).toLowerCase();
  // Before the decoder is there, the claims are not: such a text is not worth keeping.
  if (summary !== undefined || flow.outcome.credential === undefined) searchable.set(flow, text);
  return text;
}

/** Keys and values of a value, one a line, breadth first: what a flow is about comes before what its bodies hold. */
function leaves(root: unknown): string {
  const found: string[] = [];
  const queue: unknown[] = [root];
  let size = 0;
  for (let index = 0; index < queue.length && size < SEARCHED; index++) {
    const value = queue[index];
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) found.push(key);
        queue.push(inner);
      }
    } else if (value !== undefined) {
      const text = String(value).slice(0, SEARCHED - size);
      size += text.length;
      found.push(text);
    }
  }
  return found.join('\n');
}
