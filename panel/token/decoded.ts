import { signal } from '@preact/signals';
import type { DecodedToken, Flow } from '../../src/core/model.ts';
import { tokenOf } from '../../src/core/token/token-of.ts';
import type { decode, TokenView } from './decode.ts';

/** Decoding is a third of the panel's code, and nothing needs it before the list is drawn: it comes after. */
const decoder = signal<typeof decode | undefined>(undefined);

export async function loadDecoder(): Promise<void> {
  const loaded = await import('./decode.ts');
  decoder.value = loaded.decode;
}

const views = new WeakMap<Flow, TokenView>();

/**
 * A flow's token, decoded once a flow. Undefined where the call gave none, and for the moment before the decoder is
 * there.
 */
export function decodedToken(flow: Flow): TokenView | undefined {
  const token = tokenOf(flow);
  if (token === undefined) return undefined;
  const known = views.get(flow);
  if (known !== undefined) return known;
  const view = decoder.value?.(token);
  if (view !== undefined) views.set(flow, view);
  return view;
}

/** The token in short: as the log has it, checks included, or else as decoded here. */
export const tokenSummary = (flow: Flow): DecodedToken | undefined => flow.token ?? decodedToken(flow)?.summary;
