import type { Flow } from '../../src/core/model.ts';
import { idpURLs, isEmbedded, readCall } from '../flow/call.ts';
import { tokenKindWords } from '../flow/outcome.ts';
import { dateWords, durationWords, preciseClockWords } from '../flow/time.ts';
import { tokenSummary } from '../token/decoded.ts';
import { callersOf } from './callers.ts';

export interface Fact {
  name: string;
  lines: string[];
  /** Dim, after the last line. */
  note?: string;
}

function fact(name: string, value: string | string[] | undefined, note?: string): Fact[] {
  const lines = [value ?? []].flat().filter(line => line !== '');
  return lines.length === 0 ? [] : [{ name, lines, ...(note !== undefined && { note }) }];
}

function activation(flow: Flow): Fact[] {
  const known = flow.context.userActivation;
  if (known === undefined) return [];
  if (known.isActive) return fact('User activation', 'yes', 'a click or key press was fresh');
  return fact('User activation', 'no', known.hasBeenActive ? 'there was one earlier' : 'there never was one');
}

function choice(flow: Flow): Fact[] {
  const automatic = flow.outcome.credential?.isAutoSelected;
  return automatic === undefined ? [] : fact('Account', automatic ? 'chosen by Chrome' : 'chosen by the user');
}

function token(flow: Flow): Fact[] {
  const kind = tokenSummary(flow)?.kind;
  return kind === undefined ? [] : fact('Token', tokenKindWords(kind));
}

/** An interrupted flow: what came after this is not known. */
const lastHeardNote = ({ lastHeard }: Flow) => lastHeard && `with event ${lastHeard.event} of the page`;

/** The plain facts of a flow, in reading order; what is not known is left out. */
export function factsOf(flow: Flow): Fact[] {
  const call = readCall(flow);
  const isGet = flow.api === 'credentials.get';
  const idps = [...new Set(idpURLs(flow).map(url => (isGet ? url.href : url.origin)))];
  return [
    ...fact('Relying party', flow.page.origin),
    ...fact('In a frame of', isEmbedded(flow) ? flow.page.topOrigin : undefined),
    ...fact(idps.length > 1 ? 'Identity providers' : 'Identity provider', idps),
    ...(isGet ? fact('Mode', call.mode ?? 'passive', call.mode === undefined ? 'default' : undefined) : []),
    ...(isGet
      ? fact('Mediation', call.mediation ?? 'optional', call.mediation === undefined ? 'default' : undefined)
      : []),
    ...token(flow),
    ...choice(flow),
    ...fact('Started', `${dateWords(flow.startedAt)?.slice(0, 10)} ${preciseClockWords(flow.startedAt)}`),
    ...fact('Took', flow.settledAt === undefined ? undefined : durationWords(flow.settledAt - flow.startedAt)),
    ...fact('Last heard', flow.lastHeard && preciseClockWords(flow.lastHeard.at), lastHeardNote(flow)),
    ...activation(flow),
    ...fact('Page', flow.page.url, flow.context.visibility),
    ...fact('Called through', callersOf(flow)),
    ...fact('Lost before this call', flow.lost === undefined ? undefined : `${flow.lost} events`),
  ];
}
