import { signal } from '@preact/signals';

/** Below this width list and details no longer fit side by side. */
const query = matchMedia('(max-width: 599px)');

/** Whether the panel shows one of list and details at a time. */
export const narrow = signal(query.matches);

query.addEventListener('change', () => {
  narrow.value = query.matches;
});
