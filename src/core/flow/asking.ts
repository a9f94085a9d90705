import type { Flow } from '../model.ts';

/** How Chrome is asked about failures that are over, and about those to come. The panel sees it through the log. */
export interface Asking {
  /** Whether each flow that fails is asked about by itself. Off by default. */
  readonly always: boolean;
  /** Whether Chrome is being listened to until the next call has ended. */
  readonly watching: boolean;
  /** Asks once what Chrome remembers of the flow, and lays it on the flow. Takes about 0.1 s. */
  ask(flowId: string): Promise<AskResult>;
  /** Listens until the next call has ended; then its flow holds what was heard. Chrome shows its bar until then. */
  watchNext(): Promise<WatchResult>;
  stopWatching(): Promise<void>;
  setAlways(on: boolean): void;
}

export type AskResult =
  /** Chrome named these reasons, in its order; none, where it only had console lines. */
  | { kind: 'answered'; reasons: string[] }
  /** Chrome remembers nothing of this call: it gave no reason, or the page was left since. */
  | { kind: 'nothing' }
  | { kind: 'refused'; message: string };

export type WatchResult = { kind: 'watching' } | { kind: 'refused'; message: string };

/** Whether Chrome may have a reason, or lines, for the flow. */
export function mayHaveReason({ api }: Flow): boolean {
  return api === 'credentials.get' || api === 'IdentityProvider.getUserInfo' || api === 'IdentityCredential.disconnect';
}
