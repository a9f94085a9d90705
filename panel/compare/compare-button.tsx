import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function CompareButton() {
  const { flows, imports, selection, comparing } = useStore();
  return (
    <IconButton
      icon="compare"
      name="Compare"
      hint={selection.flows.value.length > 1 ? 'Compare the first two selected flows' : 'Compare two flows'}
      class="last"
      disabled={flows.value.length + imports.flows.value.length < 2}
      onClick={() => {
        comparing.value = true;
      }}
    />
  );
}
