import { onDemand } from '../details/on-demand.tsx';
import { Empty, type EmptyProps, HowItFills } from './empty.tsx';

/** The reasons why a page has not called come with the first look at a page that has not. */
export const NoCallGate = onDemand<EmptyProps>(
  async () => (await import('./no-call-yet.tsx')).NoCallYet,
  ({ title, children }) => (
    <Empty title={title}>
      {children}
      <HowItFills />
    </Empty>
  ),
);
