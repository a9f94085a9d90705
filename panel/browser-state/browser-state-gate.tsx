import { onDemand } from '../details/on-demand.tsx';

/** What Chrome remembers is read with rules that the list of flows does not need: they come with the first look. */
export const BrowserStateGate = onDemand(
  async () => (await import('./browser-state.tsx')).BrowserState,
  () => <main />,
);
