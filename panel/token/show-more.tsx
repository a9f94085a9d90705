import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';

/** Rows that are drawn at once: a page may hand out a token with as many as it likes, and each costs time. */
const AT_ONCE = 250;

/** The first of many rows, and a button for the next ones where there are more. @param what they are: `claims` */
export function useFirst<T>(
  all: readonly T[],
  what: string,
  atOnce = AT_ONCE,
): { shown: readonly T[]; more: ComponentChild } {
  const most = useSignal(atOnce);
  const left = all.length - most.value;
  if (left <= 0) return { shown: all, more: null };
  const next = Math.min(left, atOnce).toLocaleString('en');
  const more = (
    <p class="actions">
      <button
        type="button"
        class="button"
        onClick={() => {
          most.value += atOnce;
        }}
      >
        {`Show ${next} more of ${left.toLocaleString('en')} ${what}`}
      </button>
    </p>
  );
  return { shown: all.slice(0, most.value), more };
}
