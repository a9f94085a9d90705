import type { Exchange, Phase } from '../model.ts';

/** A stretch of a call during which the browser was in one stage of its requests. Offsets in ms from the call. */
export interface Stage {
  name: 'discovery' | 'accounts' | 'assertion' | 'unknown';
  configURL?: string;
  from: number;
  to: number;
  exchanges: Exchange[];
}

/**
 * Joins the exchanges of a call into stages that do not overlap, by time. Where providers of one call are in different
 * stages at once, the stretch is the earlier stage's, for the dialog waits for the slowest provider.
 */
export function stagesOf(exchanges: readonly Exchange[], startedAt: number, length: number): Stage[] {
  const spans = exchanges
    .map(exchange => ({
      exchange,
      name: stageName(exchange),
      from: clamp(exchange.startedAt - startedAt, length),
      to: clamp(exchange.startedAt + exchange.duration - startedAt, length),
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.exchange.id < b.exchange.id ? -1 : 1));
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const stages: Stage[] = [];
  cuts.forEach((from, index) => {
    const to = cuts[index + 1] ?? from;
    const running = spans.filter(
      span => span.from <= from && ((span.to >= to && span.to > from) || (span.from === span.to && span.from === from)),
    );
    const name = earliest(running.map(span => span.name));
    if (name === undefined) return;
    const here = running.filter(span => span.name === name).map(span => span.exchange);
    const last = stages.at(-1);
    const instant = running.every(span => span.to === span.from);
    const end = instant ? from : to;
    if (last?.name === name && last.to === from) {
      last.to = end;
      last.exchanges = [...new Set([...last.exchanges, ...here])];
    } else stages.push({ name, from, to: end, exchanges: here });
  });
  return stages.map(stage => ({ ...stage, ...oneProvider(stage.exchanges) }));
}

function stageName({ role, request }: Exchange): Stage['name'] {
  switch (role) {
    case 'well-known':
    case 'config':
      return 'discovery';
    case 'accounts':
    case 'client-metadata':
      return 'accounts';
    case 'id-assertion':
      return 'assertion';
    case 'disconnect':
      return 'unknown';
    case 'other':
      // Pictures and brand icons: Chrome waits for them before it opens the dialog (measured on Chromium 156).
      return request.method === 'GET' ? 'accounts' : 'unknown';
  }
}

const ORDER: readonly Stage['name'][] = ['discovery', 'accounts', 'assertion', 'unknown'];

function earliest(names: readonly Stage['name'][]): Stage['name'] | undefined {
  return ORDER.find(name => names.includes(name));
}

function oneProvider(exchanges: readonly Exchange[]): Pick<Phase, 'configURL'> {
  const [configURL, ...others] = new Set(exchanges.map(exchange => exchange.configURL));
  return configURL !== undefined && others.length === 0 ? { configURL } : {};
}

/**
 * Offsets are whole multiples of 2⁻¹⁰ ms, finer than any clock of a page: then their sums and differences are exact,
 * and phases add up to the flow's duration to the last bit.
 */
function clamp(offset: number, length: number): number {
  const exact = Math.floor(Math.min(Math.max(offset, 0), length) * 1024) / 1024;
  return Number.isFinite(exact) ? exact : 0;
}
