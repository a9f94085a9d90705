import type { Flow } from '../model.ts';

/** Begins the ids of all flows of one import, so that they never meet those of live flows or of another import. */
const BATCH = /^import-\d+\//;

/** `number` counts the imports of one log. */
export const batchPrefix = (number: number): string => `import-${number}/`;

/** The flow as it enters a log: marked, under an id of its own. */
export function imported(flow: Flow, prefix: string): Flow {
  return { ...renamed(flow, id => `${prefix}${id}`), imported: true };
}

/** The prefix of the file that the flow came from; undefined for live ones. */
export const batchOf = ({ id, imported: mark }: Flow): string | undefined => (mark ? BATCH.exec(id)?.[0] : undefined);

/** The prefix that all the flows share: they are of one file. */
export function commonBatch(flows: readonly Flow[]): string | undefined {
  const prefixes = new Set(flows.map(batchOf));
  return prefixes.size === 1 ? [...prefixes][0] : undefined;
}

/**
 * The flows under the ids that their files gave them, and without the mark: every flow of a file is an imported one for
 * whoever reads it. A batch keeps its prefix where one of its ids would meet another flow's.
 */
export function* restoredIds(flows: readonly Flow[]): Generator<Flow, void> {
  const kept = colliding(flows);
  for (const flow of flows) {
    const { imported: _, ...bare } = flow;
    const prefix = batchOf(flow);
    yield prefix === undefined || kept.has(prefix)
      ? bare
      : renamed(bare, id => (id.startsWith(prefix) ? id.slice(prefix.length) : id));
  }
}

/** The prefixes that have to stay. */
function colliding(flows: readonly Flow[]): Set<string> {
  const owners = new Map<string, string>();
  const kept = new Set<string>();
  for (const flow of flows) {
    const prefix = batchOf(flow) ?? '';
    const restored = flow.id.slice(prefix.length);
    const owner = owners.get(restored);
    if (owner === undefined) owners.set(restored, prefix);
    else kept.add(prefix || owner);
  }
  return kept;
}

function renamed(flow: Flow, rename: (id: string) => string): Flow {
  return {
    ...flow,
    id: rename(flow.id),
    ...(flow.parent === undefined ? {} : { parent: rename(flow.parent) }),
    exchanges: flow.exchanges.map(exchange =>
      exchange.candidates === undefined ? exchange : { ...exchange, candidates: exchange.candidates.map(rename) },
    ),
  };
}
