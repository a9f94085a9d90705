import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function SettingsButton() {
  const { configuring } = useStore();
  return (
    <IconButton
      icon="gear"
      name="Settings"
      onClick={() => {
        configuring.value = true;
      }}
    />
  );
}
