/**
 * The demo's one HTTP server: a relying party, identity providers, and a gallery of faulty ones, told apart by host.
 */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Departures } from './departures.ts';
import { asset } from './document.ts';
import { type DemoRequest, notFound, type Reply, readRequest, writeReply } from './exchange.ts';
import { findFault } from './gallery/index.ts';
import { frameRpOrigin, idpOrigin, otherIdpOrigin, readHost, rpOrigin, runOf } from './hosts.ts';
import { answerAsProvider, createProvider, type Provider } from './idp/identity-provider.ts';
import { makeKeys } from './idp/keys.ts';
import { answerAsRelyingParty, type RelyingParty } from './rp/relying-party.ts';

export interface Demo {
  port: number;
  /** Origins: `http://rp.localhost:PORT` and so on. */
  rp: string;
  idp: string;
  otherIdp: string;
  frameRp: string;
  /** Every request that the servers got, oldest first. */
  log: readonly IdpRequest[];
  close(): Promise<void>;
}

export interface IdpRequest {
  /** When it had arrived in full, epoch ms. */
  at: number;
  method: string;
  url: string;
  headers: { 'sec-fetch-dest'?: string; 'sec-fetch-site'?: string; origin?: string; accept?: string };
  /** Names only. */
  cookies: string[];
  body: string;
  /** What was answered; 0 where the connection was cut, absent until then. */
  status?: number;
}

/** @param options.port 0, the default, takes a free one */
export async function startDemo(options: { port?: number } = {}): Promise<Demo> {
  const log: IdpRequest[] = [];
  const keys = await makeKeys();
  const providers = new Map<string, Provider>();
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const departures = new Departures();
  const party: RelyingParty = {
    port,
    departures,
    nonces: new Set(),
    fetchJson: (url, form) => fetchJson(port, url, form),
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const entry = logEntry(request);
    log.push(entry);
    const reply = await route(request);
    entry.status = reply.kind === 'reset' ? 0 : reply.status;
    await writeReply(reply, outgoing);
  }

  async function route(request: DemoRequest): Promise<Reply> {
    const shared = asset(request.url.pathname);
    if (shared) return shared;
    const host = readHost(request.url.hostname);
    switch (host.kind) {
      case 'rp':
        return answerAsRelyingParty(party, request, host.page);
      case 'frame-rp':
        return answerAsRelyingParty(party, request, 'frame');
      case 'idp': {
        const fault = host.fault === undefined ? undefined : findFault(host.fault);
        if (host.fault !== undefined && !fault) return notFound;
        return answerAsProvider(providerOf(request.url.origin, fault?.idp ?? {}), request, () =>
          departures.next(runOf(request.url.hostname)),
        );
      }
      case 'unknown':
        return notFound;
    }
  }

  function providerOf(origin: string, fault: Provider['fault']): Provider {
    const provider = providers.get(origin) ?? createProvider(origin, fault, keys);
    providers.set(origin, provider);
    return provider;
  }

  return {
    port,
    rp: rpOrigin(port),
    idp: idpOrigin(port),
    otherIdp: otherIdpOrigin(port),
    frameRp: frameRpOrigin(port),
    log,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function logEntry({ method, url, headers, cookies, body }: DemoRequest): IdpRequest {
  const kept = ['sec-fetch-dest', 'sec-fetch-site', 'origin', 'accept'].flatMap(name => {
    const value = headers.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    at: Date.now(),
    method,
    url: url.href,
    headers: Object.fromEntries(kept),
    cookies: [...cookies.keys()],
    body,
  };
}

/** The relying party's server asks over the wire, and finds `x.localhost` without the help of a resolver. */
function fetchJson(port: number, url: string, form?: Record<string, string>): Promise<unknown> {
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      { host: '127.0.0.1', port, path: pathname + search, method: form ? 'POST' : 'GET', headers: { host } },
      async response => {
        try {
          const chunks: Uint8Array[] = [];
          for await (const chunk of response) chunks.push(chunk);
          if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
          reject(error);
        }
      },
    );
    call.once('error', reject);
    if (form) call.setHeader('content-type', 'application/x-www-form-urlencoded');
    call.end(form && new URLSearchParams(form).toString());
  });
}
