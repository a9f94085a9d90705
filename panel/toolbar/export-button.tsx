import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function ExportButton() {
  const { exporting, selection } = useStore();
  const chosen = selection.flows.value.length;
  return (
    <IconButton
      icon="export"
      name="Export"
      hint={chosen > 1 ? `Export the ${chosen.toLocaleString('en')} selected flows, or all` : 'Export flows'}
      onClick={() => {
        exporting.value = true;
      }}
    />
  );
}
