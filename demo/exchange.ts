/** One HTTP exchange as the demo's handlers see it: a request read to its end, and a reply not yet written. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface DemoRequest {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  cookies: ReadonlyMap<string, string>;
  body: string;
}

export type Reply = Answer | { kind: 'reset' };

export interface Answer {
  kind: 'answer';
  status: number;
  /** Names in lower case. An empty value removes the header, `date` included. */
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** How long the server waits before it answers, in ms. */
  delay?: number;
  /** What it waits for besides. */
  until?: Promise<void>;
}

export function answer(status: number, type: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  return { kind: 'answer', status, headers: { 'content-type': type, ...headers }, body } satisfies Answer;
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return answer(status, 'application/json', JSON.stringify(value), headers);
}

export function html(body: string, headers: Record<string, string> = {}): Answer {
  return answer(200, 'text/html; charset=utf-8', body, headers);
}

export function redirect(location: string, headers: Record<string, string> = {}): Answer {
  return { kind: 'answer', status: 302, headers: { location, ...headers }, body: '' };
}

export const notFound: Answer = answer(404, 'text/plain; charset=utf-8', 'Nothing here.');

/** Reads a request to its end. */
export async function readRequest(incoming: IncomingMessage): Promise<DemoRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${headers.get('host') ?? 'localhost'}`),
    headers,
    cookies: readCookies(headers.get('cookie') ?? ''),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function readCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map(pair => pair.trim().split('='));
  return new Map(pairs.flatMap(([name, ...value]) => (name ? [[name, value.join('=')]] : [])));
}

export async function writeReply(reply: Reply, outgoing: ServerResponse): Promise<void> {
  if (reply.kind === 'reset') {
    outgoing.destroy();
    return;
  }
  await reply.until;
  if (reply.delay !== undefined) await new Promise(resolve => setTimeout(resolve, reply.delay));
  for (const [name, value] of Object.entries(reply.headers)) {
    if (value === '') outgoing.removeHeader(name);
    else outgoing.setHeader(name, value);
  }
  outgoing.writeHead(reply.status).end(reply.body);
}
