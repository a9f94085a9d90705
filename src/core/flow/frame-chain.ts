import type { FrameRef } from '../model.ts';
import { sameList } from './same-list.ts';

/** What one frame of a tab says of itself. */
export interface FrameFact {
  documentId: string;
  origin: string;
  /** Origins of the frames above it, innermost first, as `location.ancestorOrigins` gives them. */
  ancestors: readonly string[];
  /** Whether Permissions Policy grants FedCM to its document; `undefined` where the browser does not say. */
  allowsFedCM?: boolean;
}

/**
 * The frames above a document, outermost first. A frame is known by its origin and those above it; where several frames
 * of a tab look alike and differ in what they are granted, it stays open which of them is meant.
 *
 * `undefined` where the document is not among the facts: it is gone.
 */
export function frameChain(documentId: string, facts: readonly FrameFact[]): FrameRef[] | undefined {
  const own = facts.find(fact => fact.documentId === documentId);
  return own?.ancestors
    .map((origin, depth): FrameRef => {
      const above = own.ancestors.slice(depth + 1);
      const alike = facts.filter(fact => fact.origin === origin && sameList(fact.ancestors, above));
      const [grant, ...others] = new Set(alike.map(({ allowsFedCM }) => allowsFedCM));
      return { origin, ...(grant !== undefined && others.length === 0 && { allowsFedCM: grant }) };
    })
    .reverse();
}
