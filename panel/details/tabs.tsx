import type { ComponentType } from 'preact';
import type { DecodedToken, Flow } from '../../src/core/model.ts';
import { leadingFinding, verdictOf } from '../flow/outcome.ts';
import { tokenSummary } from '../token/decoded.ts';
import { TokenTab } from '../token/token-tab.tsx';
import { onDemand } from './on-demand.tsx';
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

const faultStandsInExchange = (flow: Flow) =>
  leadingFinding(flow)?.evidence.some(({ exchange }) => flow.exchanges.some(({ id }) => id === exchange)) ?? false;

const SummaryTab = onDemand(async () => (await import('../summary/summary-tab.tsx')).SummaryTab);
const RequestTab = onDemand(async () => (await import('../request/request-tab.tsx')).RequestTab);
const ExchangesTab = onDemand(async () => (await import('../exchanges/exchanges-tab.tsx')).ExchangesTab);
const TimelineTab = onDemand(async () => (await import('../timeline/timeline-tab.tsx')).TimelineTab);
const RawTab = onDemand(async () => (await import('../raw/raw-tab.tsx')).RawTab);

/** The tabs of the details, in their order. A tab is an entry here and an id in `tab-id.ts`. */
export const TABS: readonly Tab[] = [
  { id: 'summary', label: 'Summary', View: SummaryTab, holdsFault: () => false },
  { id: 'request', label: 'Request', View: RequestTab, holdsFault: flow => failedBecauseOf(flow, 'call') },
  { id: 'exchanges', label: 'Exchanges', View: ExchangesTab, holdsFault: faultStandsInExchange },
  {
    id: 'token',
    label: 'Token',
    View: TokenTab,
    holdsFault: flow => faultyToken(tokenSummary(flow)),
  },
  { id: 'timeline', label: 'Timeline', View: TimelineTab, holdsFault: () => false },
  { id: 'raw', label: 'Raw', View: RawTab, holdsFault: () => false },
];
