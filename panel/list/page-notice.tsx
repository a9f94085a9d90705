import { useStore } from '../store.ts';
import { Icon } from '../widgets/icon.tsx';
import { obstacleWords } from './page-words.ts';
import { ReloadPage } from './reload-page.tsx';

/** One line over a list that has rows, when no more will come. */
export function PageNotice() {
  const { seen } = useStore();
  const { pageState, recording } = seen.value;
  const obstacle = obstacleWords(pageState);
  const title = recording ? obstacle?.title : 'Recording is paused';
  if (title === undefined) return null;
  return (
    <output class="notice">
      <Icon name="warning" />
      <span>{title}</span>
      {recording && obstacle?.reload && <ReloadPage />}
    </output>
  );
}
