/** Holds what the log shows against what went over the wire, as the demo's servers saw it. */
import { expect } from 'vitest';
import type { IdpRequest } from '../../demo/server.ts';
import type { Exchange, Flow } from '../../src/core/model.ts';

/** FedCM requests of the browser that reached a server, oldest first; pictures of the dialog among them. */
export function wireRequests(log: readonly IdpRequest[], since: number): IdpRequest[] {
  return log.slice(since).filter(({ headers }) => headers['sec-fetch-dest'] === 'webidentity');
}

const lineOf = (method: string, url: string, body = '') => `${method} ${url} ${body}`.trim();

const exchangesOf = (flows: readonly Flow[]): Exchange[] => flows.flatMap(({ exchanges }) => exchanges);

/** `well-known 200`, in the order of the flow. */
export const rolesIn = ({ exchanges }: Flow): string[] =>
  exchanges.map(({ role, response }) => `${role} ${response.status}`);

/**
 * Every request stands in exactly one flow, with the status that the server gave. What ended before something else
 * began stands before it in the server's log too.
 *
 * @param cached exchanges that came out of the browser's cache, and so reached no server
 */
export function expectWholeAndInOrder(flows: readonly Flow[], wire: readonly IdpRequest[]): void {
  const exchanges = exchangesOf(flows);
  expect(new Set(exchanges.map(({ id }) => id)).size).toBe(exchanges.length);
  const sent = exchanges.filter(({ fromCache }) => fromCache !== true).toSorted((a, b) => a.startedAt - b.startedAt);
  const lines = (list: string[]) => list.toSorted();
  expect(
    lines(
      sent.map(({ request, response }) => `${response.status} ${lineOf(request.method, request.url, request.body)}`),
    ),
  ).toEqual(lines(wire.map(({ status, method, url, body }) => `${status} ${lineOf(method, url, body)}`)));
  const places = placesOnTheWire(sent, wire);
  for (const [i, earlier] of sent.entries()) {
    for (const later of sent.slice(i + 1)) {
      if (earlier.startedAt + earlier.duration > later.startedAt) continue;
      expect(places.get(earlier), `${earlier.role} before ${later.role}`).toBeLessThan(places.get(later) ?? -1);
    }
  }
}

/** Where each exchange stands in the server's log; those of one line in the order of their start. */
function placesOnTheWire(sent: readonly Exchange[], wire: readonly IdpRequest[]): Map<Exchange, number> {
  const free = new Map<string, number[]>();
  for (const [at, { method, url, body }] of wire.entries()) {
    const line = lineOf(method, url, body);
    free.set(line, [...(free.get(line) ?? []), at]);
  }
  return new Map(
    sent.map(exchange => {
      const { method, url, body } = exchange.request;
      return [exchange, free.get(lineOf(method, url, body))?.shift() ?? -1];
    }),
  );
}

/** Phases lie end to end, from the call to its end, and their durations add up to the flow's. */
export function expectPhasesEndToEnd(flow: Flow): void {
  const { phases, startedAt, settledAt = Number.NaN } = flow;
  expect(phases.length).toBeGreaterThan(0);
  let at = startedAt;
  for (const phase of phases) {
    expect(phase.startedAt).toBeCloseTo(at, 6);
    expect(phase.duration).toBeGreaterThan(0);
    at = phase.startedAt + phase.duration;
  }
  const sum = phases.reduce((total, { duration }) => total + duration, 0);
  expect(sum).toBeCloseTo(settledAt - startedAt, 6);
}
