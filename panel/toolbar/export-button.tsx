import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function ExportButton() {
  const { exporting } = useStore();
  return (
    <IconButton
      icon="export"
      name="Export"
      hint="Export flows"
      onClick={() => {
        exporting.value = true;
      }}
    />
  );
}
