import type { ComponentType } from 'preact';
import type { DecodedToken, Flow } from '../../src/core/model.ts';
import { leadingFinding, verdictOf } from '../flow/outcome.ts';
import { RawTab } from '../raw/raw-tab.tsx';
import { RequestTab } from '../request/request-tab.tsx';
import { SummaryTab } from '../summary/summary-tab.tsx';
import { tokenSummary } from '../token/decoded.ts';
import { TokenTab } from '../token/token-tab.tsx';
import type { TabId } from './tab-id.ts';

interface Tab {
  id: TabId;
  label: string;
  View: ComponentType<{ flow: Flow }>;
  /** Whether the flow's fault can be seen in this tab. */
  holdsFault(flow: Flow): boolean;
}

const failedBecauseOf = (flow: Flow, source: string) =>
  verdictOf(flow) === 'failed' && leadingFinding(flow)?.source === source;

const faultyToken = (token: DecodedToken | undefined) =>
  token !== undefined && (token.problems.length > 0 || token.checks.some(check => check.status === 'fail'));

/** The tabs of the details, in their order. A tab is an entry here and an id in `tab-id.ts`. */
export const TABS: readonly Tab[] = [
  { id: 'summary', label: 'Summary', View: SummaryTab, holdsFault: () => false },
  { id: 'request', label: 'Request', View: RequestTab, holdsFault: flow => failedBecauseOf(flow, 'call') },
  {
    id: 'token',
    label: 'Token',
    View: TokenTab,
    holdsFault: flow => faultyToken(tokenSummary(flow)),
  },
  { id: 'raw', label: 'Raw', View: RawTab, holdsFault: () => false },
];
