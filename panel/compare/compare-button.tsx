import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function CompareButton() {
  const { flows, shelf, comparing } = useStore();
  return (
    <IconButton
      icon="compare"
      name="Compare"
      hint="Compare two flows"
      class="last"
      disabled={flows.value.length + shelf.flows.value.length < 2}
      onClick={() => {
        comparing.value = true;
      }}
    />
  );
}
