import type { Api, CallContext, Flow, Outcome } from '../model.ts';

/**
 * What a page's hook told, read and checked. Numbered per document from 1 without gaps; a gap at the reader means loss.
 * All of it is the page's claim.
 */
export type PageEvent = CallEvent | SettleEvent;

export interface CallEvent {
  t: 'call';
  n: number;
  /** Ties the settlement to the call; unique in the document. */
  call: number;
  api: Api;
  /** Epoch ms. */
  at: number;
  url: string;
  request: unknown;
  /** The second argument, where there was one. */
  options?: unknown;
  context: CallContext;
  cut: NonNullable<Flow['cut']>;
}

export interface SettleEvent {
  t: 'settle';
  n: number;
  call: number;
  /** Epoch ms. */
  at: number;
  outcome: Outcome;
  cut: NonNullable<Flow['cut']>;
  /** Who called `abort()` on the call's signal, innermost first; empty where no script did, as for a timeout. */
  abortStack?: string[];
}

/** The document that an event came from, as the browser itself knows it. */
export interface PageDocument {
  documentId: string;
  tabId: number;
  /** 0 is the tab's top frame. */
  frameId: number;
  url: string;
  origin: string;
  topOrigin: string;
  /** Epoch ms. */
  timeOrigin: number;
  /** It stands in a tab that the inspected tab opened. */
  popup: boolean;
}
