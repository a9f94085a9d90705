import type { Finding } from '../../src/core/model.ts';
import { Prose } from '../widgets/prose.tsx';

type Status = NonNullable<Finding['causes']>[number]['status'];

const STATUSES: readonly { status: Status; words: string; count: string }[] = [
  { status: 'confirmed', words: 'confirmed', count: 'confirmed' },
  { status: 'fits', words: 'fits', count: 'fit' },
  { status: 'ruled-out', words: 'ruled out', count: 'ruled out' },
];

/** Everything that was considered, and why it stands or falls. */
export function Causes({ causes }: { causes: NonNullable<Finding['causes']> }) {
  const groups = STATUSES.map(each => ({ ...each, list: causes.filter(cause => cause.status === each.status) }));
  const counts = groups
    .filter(({ list }) => list.length > 0)
    .map(({ words, count, list }) => `${list.length} ${list.length === 1 ? words : count}`);
  return (
    <details class="fold" open={!causes.some(cause => cause.status === 'confirmed')}>
      <summary>
        <h3>Causes considered</h3> <span class="dim">{counts.join(', ')}</span>
      </summary>
      <dl class="causes">
        {groups.flatMap(({ words, status, list }) =>
          list.map(cause => (
            <div key={`${status} ${cause.code}`} class={status}>
              <dt>
                <span>{words}</span> <code>{cause.code}</code>
              </dt>
              <dd>
                <Prose text={cause.because} />
              </dd>
            </div>
          )),
        )}
      </dl>
    </details>
  );
}
