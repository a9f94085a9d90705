import { signal } from '@preact/signals';
import type { Evidence, Flow } from '../../src/core/model.ts';

/**
 * Where in an exchange: the whole of it, a value in the answer's body, a header of the answer, or a request parameter.
 */
export type Spot =
  | { kind: 'whole' }
  /** `accounts[0].id`; empty for the body itself. */
  | { kind: 'body'; path: string }
  | { kind: 'header'; name: string }
  | { kind: 'parameter'; name: string };

/** A place in the details that something else can lead to. */
export type Place =
  | { tab: 'exchanges'; flow: string; exchange: string; spot: Spot }
  /** A member of the call's argument: `identity.providers[0].configURL`. */
  | { tab: 'request'; flow: string; member: string };

/** The place that the user asked to see; the tab that shows it lets go of the wish. */
export const wantedPlace = signal<Place | undefined>(undefined);

/**
 * Where the evidence can be seen, in its own flow or in an earlier one; `undefined` where it is in no exchange and no
 * request.
 */
export function placeOf({ exchange, path = '' }: Evidence, flow: Flow, others: readonly Flow[]): Place | undefined {
  if (exchange !== undefined) {
    const owner = [flow, ...others].find(each => each.exchanges.some(({ id }) => id === exchange));
    return owner && { tab: 'exchanges', flow: owner.id, exchange, spot: spotOf(path) };
  }
  if (typeof flow.request !== 'object' || !REQUEST_MEMBER.test(path)) return undefined;
  return { tab: 'request', flow: flow.id, member: path };
}

function spotOf(path: string): Spot {
  if (path.startsWith('$')) return { kind: 'body', path: path.replace(/^\$\.?/, '') };
  if (path.startsWith('header:')) return { kind: 'header', name: path.slice('header:'.length) };
  return PARAMETER.test(path) ? { kind: 'parameter', name: path } : { kind: 'whole' };
}

/** Members of the call's argument, as evidence names them. */
const REQUEST_MEMBER =
  /^(identity|mediation|mode|signal|publicKey|password|providers?|configURL|configUrl|clientId|accountHint|loginHint|domainHint|nonce|params|fields)\b/;

/** What the browser itself sends: `is_auto_selected`, `client_id`. */
const PARAMETER = /^[a-z]+(_[a-z]+)+$/;
