import type { ComponentType, TargetedKeyboardEvent } from 'preact';
import type { Flow } from '../../src/core/model.ts';
import { narrow } from '../narrow.ts';
import { SecretsHidden } from '../secrecy/secrets-hidden.tsx';
import { useShown } from '../secrecy/use-shown.ts';
import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { TabList } from './tab-list.tsx';
import { TABS } from './tabs.tsx';

/** One flow, looked at through one tab. */
export function Details({ flow }: { flow: Flow }) {
  const { tab, close } = useStore();
  const { View, label = '' } = TABS.find(each => each.id === tab.value) ?? {};
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const typing = event.target instanceof HTMLInputElement && event.target.value !== '';
    if (event.key !== 'Escape' || typing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <section class="details" aria-label="Details" onKeyDown={onKeyDown}>
      <div class="tab-bar">
        <TabList flow={flow} />
        <SecretsHidden />
        {!narrow.value && <IconButton icon="close" name="Close details" class="last" onClick={close} />}
      </div>
      <span id="tab-fault" hidden>
        The fault shows here
      </span>
      <div
        class="tab-panel"
        id="tab-panel"
        role="tabpanel"
        aria-labelledby={`tab-${tab.value}`}
        key={`${flow.id} ${tab.value}`}
      >
        <FaultBoundary what={`The ${label} tab`} flow={flow}>
          {View && <Shown flow={flow} View={View} />}
        </FaultBoundary>
      </div>
    </section>
  );
}

function Shown({ flow, View }: { flow: Flow; View: ComponentType<{ flow: Flow }> }) {
  const shown = useShown(flow, useStore().tab.value);
  return shown === undefined ? null : <View flow={shown} />;
}
