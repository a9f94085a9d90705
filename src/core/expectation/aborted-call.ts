import { isObject, member, stringOf } from '../diagnosis/json-value.ts';
import { clock } from '../diagnosis/memory.ts';
import { parseURL } from '../diagnosis/site.ts';
import type { Finding, Flow } from '../model.ts';
import { inFrame, tellingFrame } from './stack-frame.ts';
import type { Surroundings } from './surroundings.ts';

/** Who aborted a call and why, as far as its stacks and the calls around it tell. */
export function abortedCall(finding: Finding, flow: Flow, around: Surroundings): Finding {
  return abortedBy(calledTwice(finding, flow, around) ?? abortedBefore(finding, flow), flow);
}

/** A second call this soon after the abort is the same effect again; ms. */
const AT_ONCE = 500;

/** A component that is mounted, unmounted and mounted again aborts its first call and makes a second. */
function calledTwice(finding: Finding, flow: Flow, { siblings = [], next }: Surroundings): Finding | undefined {
  const { settledAt } = flow;
  if (settledAt === undefined) return undefined;
  const second = [...siblings, ...(next ? [next] : [])].find(
    other =>
      other.api === 'credentials.get' &&
      other.page.documentId === flow.page.documentId &&
      Math.abs(settledAt - other.startedAt) <= AT_ONCE &&
      sameRequest(other, flow),
  );
  if (second === undefined) return undefined;
  const after = Math.round(second.startedAt - flow.startedAt);
  return {
    ...finding,
    severity: 'warning',
    title: 'The page called twice and aborted this first call',
    explanation: `The same call was made again at ${clock(second.startedAt)}, ${after} ms later. An effect that runs twice does this: React runs effects twice in development (StrictMode).`,
    evidence: [...finding.evidence, { path: 'siblings', found: `${after} ms later`, note: `flow ${second.id}` }],
    steps: [
      'Look at the second call: this one is not the failure.',
      'In development it is harmless. To call once, start the call outside the effect, or keep its promise.',
    ],
  };
}

/** Says where the page called `abort()`, as far as the stack of that call was recorded. */
function abortedBy(finding: Finding, { context }: Flow): Finding {
  const frame = tellingFrame(context.abortStack);
  if (frame === undefined) return finding;
  const step = `Look at \`${frame.name ?? frame.place}\`${frame.name === undefined ? '' : `, ${frame.place}`}: it calls \`abort()\`.`;
  return {
    ...finding,
    title: `${finding.title}${inFrame(frame)}`,
    steps: [step, ...finding.steps],
  };
}

/** Chrome answers such a call within so many ms. */
const INSTANT = 100;

/** Nobody aborted it after the call: stacks were recorded, and none of an `abort()`. */
function abortedBefore(finding: Finding, { context, exchanges, settledAt, startedAt, outcome }: Flow): Finding {
  const isQuick = settledAt !== undefined && settledAt - startedAt < INSTANT;
  const noAbort = (context.stack?.length ?? 0) > 0 && context.abortStack === undefined;
  if (!isQuick || !noAbort || exchanges.length > 0 || outcome.error?.name !== 'AbortError') return finding;
  return {
    ...finding,
    certainty: 'likely',
    title: 'The page called with a signal that had been aborted before',
    steps: ['Make a new `AbortController` for each call: an aborted signal stays aborted.'],
  };
}

function sameRequest(a: Flow, b: Flow): boolean {
  const urls = providersOf(a);
  return urls.length > 0 && urls.join(' ') === providersOf(b).join(' ');
}

function providersOf({ request, page }: Flow): string[] {
  const listed = member(member(request, 'identity'), 'providers');
  const base = parseURL(page.url);
  return (Array.isArray(listed) ? listed : []).flatMap((provider: unknown) => {
    const url = isObject(provider) ? stringOf(provider['configURL']) : undefined;
    return url === undefined ? [] : [parseURL(url, base)?.href ?? url];
  });
}
