import type { Flow } from '../model.ts';

/** What is known of a flow from the page alone, before any exchange is tied to it. Every {@link Flow} is one. */
export type FlowCore = Pick<Flow, 'id' | 'api' | 'page' | 'startedAt' | 'settledAt' | 'request' | 'outcome'> &
  Partial<Pick<Flow, 'context'>>;
