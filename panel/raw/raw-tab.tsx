import { useMemo } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import { JsonTree } from '../json-tree/json-tree.tsx';

const OPEN_AT_FIRST: readonly string[] = ['page', 'outcome', 'outcome.error'];

/** Paths are written `$.a.b` or `a.b`; a tree writes them the second way. */
const plainPath = (path: string): string => path.replace(/^\$\.?/, '');

/** Everything that is known of a flow, as it will be exported. */
export function RawTab({ flow }: { flow: Flow }) {
  const cuts = useMemo(() => new Map(flow.cut?.map(({ path, bytes }) => [plainPath(path), bytes])), [flow]);
  return <JsonTree name="Flow as JSON" value={flow} open={OPEN_AT_FIRST} cuts={cuts} />;
}
