import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import { tokenOf } from '../../src/core/token/token-of.ts';
import { verdictOf } from '../flow/outcome.ts';
import { decodedToken, tokenSummary } from './decoded.ts';
import type { TokenViewProps } from './token-view.tsx';

const View = signal<ComponentType<TokenViewProps> | undefined>(undefined);

async function load(): Promise<void> {
  const loaded = await import('./token-view.tsx');
  View.value = loaded.TokenView;
}

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

/** What there is to say about a token is more code than the rest of the panel: it comes when somebody looks. */
export function TokenTab({ flow }: { flow: Flow }) {
  useEffect(() => void load(), []);
  const summary = tokenSummary(flow);
  const decoded = decodedToken(flow)?.decoded;
  const Loaded = View.value;
  // A file may hold what a token said without the token.
  if (summary === undefined || tokenOf(flow) === undefined) return <p class="nothing">{whyNone(flow)}</p>;
  if (decoded === undefined || Loaded === undefined) return null;
  return <Loaded flow={flow} decoded={decoded} summary={summary} />;
}
