import { useStore } from '../store.ts';

const VIEWS = [
  ['flows', 'Flows'],
  ['browser-state', 'Browser state'],
] as const;

/** `Flows | Browser state`. */
export function ViewSwitch() {
  const { view } = useStore();
  return (
    <fieldset class="segmented">
      <legend class="sr-only">View</legend>
      {VIEWS.map(([id, label]) => (
        <button
          key={id}
          type="button"
          aria-pressed={view.value === id}
          onClick={() => {
            view.value = id;
          }}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
