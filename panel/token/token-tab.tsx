import type { Flow } from '../../src/core/model.ts';
import { tokenOf } from '../../src/core/token/token-of.ts';
import { onDemand } from '../details/on-demand.tsx';
import { verdictOf } from '../flow/outcome.ts';
import { decodedToken, tokenSummary } from './decoded.ts';

/** What there is to say about a token is more code than the rest of the panel: it comes when somebody looks. */
const TokenView = onDemand(async () => (await import('./token-view.tsx')).TokenView);

function whyNone(flow: Flow): string {
  switch (verdictOf(flow)) {
    case 'pending':
      return 'The call has not settled yet.';
    case 'failed':
      return 'The call failed, so the page got no token.';
    case 'interrupted':
      return 'The page went away before it could get a token.';
    case 'ok':
      return `${flow.api} gives no token.`;
  }
}

export function TokenTab({ flow }: { flow: Flow }) {
  const summary = tokenSummary(flow);
  const decoded = decodedToken(flow)?.decoded;
  // A file may hold what a token said without the token.
  if (summary === undefined || tokenOf(flow) === undefined) return <p class="nothing">{whyNone(flow)}</p>;
  if (decoded === undefined) return null;
  return <TokenView flow={flow} decoded={decoded} summary={summary} />;
}
