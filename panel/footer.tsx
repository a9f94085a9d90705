import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { verdictOf } from './flow/outcome.ts';
import { useStore } from './store.ts';

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What the list holds, in numbers, and what it does not hold. */
export function Footer() {
  const { listed, shown, selection, seen } = useStore();
  const counts = useMemo(
    () =>
      computed(() => {
        const verdicts = shown.value.map(verdictOf);
        const of = (wanted: string) => verdicts.filter(verdict => verdict === wanted).length;
        return { failed: of('failed'), pending: of('pending') };
      }),
    [shown],
  );
  const all = listed.value.length;
  const visible = shown.value.length;
  const chosen = selection.flows.value.length;
  const { events, flows: dropped } = seen.value.losses;
  return (
    <footer>
      <span>
        {visible === all ? counted(all, 'flow') : `${visible.toLocaleString('en')} of ${counted(all, 'flow')}`}
      </span>
      <span>{`${counts.value.failed.toLocaleString('en')} failed`}</span>
      <span>{`${counts.value.pending.toLocaleString('en')} pending`}</span>
      {chosen > 1 && <span>{`${chosen.toLocaleString('en')} selected`}</span>}
      {events > 0 && (
        <span class="lost" title="The page made calls faster than they could be kept">
          {`${counted(events, 'event')} lost`}
        </span>
      )}
      {dropped > 0 && (
        <span class="lost" title="The log was full; the oldest flows made room. How much is kept is a setting">
          {`${counted(dropped, 'older flow')} dropped`}
        </span>
      )}
    </footer>
  );
}
