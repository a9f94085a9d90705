import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { compareFlows, differencesIn, replacedIn } from '../../src/core/compare/compare-flows.ts';
import type { Flow } from '../../src/core/model.ts';
import { useStore } from '../store.ts';
import { useDialog } from '../widgets/use-dialog.ts';
import { flowWords, likelyPair } from './flow-choice.ts';
import { SectionTable } from './section-table.tsx';

interface ChoiceProps {
  name: string;
  flows: readonly Flow[];
  value: string;
  onChoose(id: string): void;
}

function Choice({ name, flows, value, onChoose }: ChoiceProps) {
  const files = useStore().imports.files.value;
  return (
    <label>
      {name}
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {flows.map(flow => (
          <option key={flow.id} value={flow.id}>
            {flowWords(flow, files)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Two flows side by side: a good one and a bad one, theirs and ours. */
export function CompareDialog() {
  const { flows: live, imports, selection, selected, comparing } = useStore();
  const dialog = useDialog(() => {
    comparing.value = false;
  });
  // As it was when the dialog opened: a flow that goes on would change under the reader's eyes.
  const flows = useMemo(() => [...live.peek(), ...imports.flows.peek()], [live, imports]);
  const pair = useMemo(() => likelyPair(flows, selection.flows.peek(), selected.peek()), [flows, selection, selected]);
  const leftId = useSignal(pair?.[0].id ?? '');
  const rightId = useSignal(pair?.[1].id ?? '');
  const all = useSignal(false);
  const left = flows.find(({ id }) => id === leftId.value);
  const right = flows.find(({ id }) => id === rightId.value);
  const sections = useMemo(() => (left && right ? compareFlows(left, right) : []), [left, right]);
  const differing = sections.reduce((sum, section) => sum + differencesIn(section), 0);
  const replaced = sections.reduce((sum, section) => sum + replacedIn(section), 0);

  return (
    <dialog {...dialog.props} class="export compare" aria-label="Compare flows">
      <h2>Compare flows</h2>
      <p class="choices sides">
        <Choice
          name="Left"
          flows={flows}
          value={leftId.value}
          onChoose={id => {
            leftId.value = id;
          }}
        />
        <Choice
          name="Right"
          flows={flows}
          value={rightId.value}
          onChoose={id => {
            rightId.value = id;
          }}
        />
      </p>
      <p class="choices">
        <label>
          <input
            type="checkbox"
            checked={all.value}
            onChange={({ currentTarget }) => {
              all.value = currentTarget.checked;
            }}
          />
          Show what is the same, differs each time{replaced > 0 && ' or was replaced'}
        </label>
        <output class="dim">
          {differing === 0
            ? 'No difference'
            : `${differing.toLocaleString('en')} ${differing === 1 ? 'difference' : 'differences'}`}
          {replaced > 0 && ` · ${replaced.toLocaleString('en')} not comparable, since replaced in a file`}
        </output>
      </p>
      <div class={all.value ? 'sections all' : 'sections'}>
        {sections.map(section => (
          <SectionTable key={section.name} section={section} all={all.value} />
        ))}
      </div>
      <p class="actions">
        <button type="button" class="button" onClick={() => dialog.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
