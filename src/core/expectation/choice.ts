import { isObject, member } from '../diagnosis/json-value.ts';
import { embedder, endOf } from '../diagnosis/scene.ts';
import { parseURL } from '../diagnosis/site.ts';
import type { Flow } from '../model.ts';

/** An account that was chosen in a call, by the user or by Chrome: the identity assertion request tells. */
export interface Choice {
  /** Epoch ms. */
  at: number;
  automatic: boolean;
  rp: string;
  embedder: string;
  idp: string;
  accountId?: string;
}

/** Flows are read once: a log asks again with every event. */
const choices = new WeakMap<Flow, Choice | null>();
const connections = new WeakMap<Flow, Connection | null>();

/** The choice that a sign-in came to; undefined where no token was asked for. */
export function choiceOf(flow: Flow): Choice | undefined {
  const known = choices.get(flow);
  if (known !== undefined) return known ?? undefined;
  const choice = readChoice(flow);
  choices.set(flow, choice ?? null);
  return choice;
}

function readChoice(flow: Flow): Choice | undefined {
  if (flow.api !== 'credentials.get') return undefined;
  const asked = flow.exchanges.findLast(({ role }) => role === 'id-assertion');
  const { credential } = flow.outcome;
  const idp = parseURL(credential?.configURL ?? asked?.configURL ?? asked?.request.url ?? soleConfigURL(flow))?.origin;
  if (idp === undefined || (asked === undefined && credential === undefined)) return undefined;
  const form = new URLSearchParams(asked?.request.body ?? '');
  const accountId = form.get('account_id');
  return {
    at: asked?.startedAt ?? flow.settledAt ?? flow.startedAt,
    automatic: credential?.isAutoSelected ?? form.get('is_auto_selected') === 'true',
    rp: flow.page.origin,
    embedder: embedder(flow),
    idp,
    ...(accountId !== null && { accountId }),
  };
}

/** What Chrome remembers of a relying party and an identity provider after a token, or after a disconnect. */
export interface Connection {
  /** Epoch ms. */
  at: number;
  connected: boolean;
  rp: string;
  embedder: string;
  idp: string;
  accountId?: string;
}

/** The connection that a flow made or ended; undefined where it did neither. */
export function connectionOf(flow: Flow): Connection | undefined {
  const known = connections.get(flow);
  if (known !== undefined) return known ?? undefined;
  const connection = readConnection(flow);
  connections.set(flow, connection ?? null);
  return connection;
}

function readConnection(flow: Flow): Connection | undefined {
  if (flow.outcome.status !== 'fulfilled') return undefined;
  const at = flow.settledAt ?? flow.startedAt;
  switch (flow.api) {
    case 'credentials.get': {
      const choice = flow.outcome.credential && choiceOf(flow);
      if (choice === undefined) return undefined;
      const { automatic: _, ...rest } = choice;
      return { ...rest, at, connected: true };
    }
    case 'IdentityCredential.disconnect': {
      const idp = parseURL(member(flow.request, 'configURL'))?.origin;
      const answer = flow.exchanges.findLast(({ role }) => role === 'disconnect');
      const accountId = answer && accountIn(answer.response.body);
      if (idp === undefined) return undefined;
      return {
        at: answer === undefined ? at : endOf(answer),
        connected: false,
        rp: flow.page.origin,
        embedder: embedder(flow),
        idp,
        ...(accountId !== undefined && { accountId }),
      };
    }
    default:
      return undefined;
  }
}

function accountIn(body: string | undefined): string | undefined {
  try {
    const id = member(JSON.parse(body ?? ''), 'account_id');
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function soleConfigURL(flow: Flow): unknown {
  const providers = member(member(flow.request, 'identity'), 'providers');
  if (!Array.isArray(providers) || providers.length !== 1) return undefined;
  const [only]: unknown[] = providers;
  return isObject(only) ? only['configURL'] : undefined;
}
