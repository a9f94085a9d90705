/** The relying party's server: its page, the nonces it gives out, and the session it opens for a token it believes. */
import { randomUUID } from 'node:crypto';
import type { Departures } from '../departures.ts';
import { page } from '../document.ts';
import { type Answer, type DemoRequest, json, notFound } from '../exchange.ts';
import type { PageName } from '../gallery/fault.ts';
import { readHost, runOf } from '../hosts.ts';
import { picture } from '../idp/picture.ts';
import { framePage, rpPage } from './pages.ts';
import { type FetchJson, Refusal, type ServerFault, serverFaults, verifyToken } from './verify.ts';

export interface RelyingParty {
  port: number;
  fetchJson: FetchJson;
  departures: Departures;
  /** Given out and not used yet. */
  nonces: Set<string>;
}

export async function answerAsRelyingParty(
  party: RelyingParty,
  request: DemoRequest,
  name: PageName | 'frame',
): Promise<Answer> {
  switch (request.url.pathname) {
    case '/':
      return name === 'frame' ? framePage(party.port, request) : rpPage(party.port, request, name);
    case '/nonce':
      return request.method === 'POST'
        ? json({ nonce: giveNonce(party, request) })
        : json({ error: 'POST only.' }, 405);
    case '/session':
      return request.method === 'POST' ? openSession(party, request) : json({ error: 'POST only.' }, 405);
    case '/awaited':
      await party.departures.awaited(runOf(request.url.hostname));
      return json({});
    // Only the page that took the other's place asks for this.
    case '/elsewhere.png':
      party.departures.note(runOf(request.url.hostname));
      return picture(request.url.pathname);
    case '/privacy':
    case '/terms':
    case '/elsewhere':
      return page({
        title: 'Demo relying party',
        body: '<main class="narrow"><p><img src="/elsewhere.png" alt=""> Nothing much here. <a href="/">Back to the demo</a></p></main>',
      });
    default:
      return notFound;
  }
}

/** A page may ask for a nonce of its own choice, so that tests can know it beforehand. */
function giveNonce(party: RelyingParty, request: DemoRequest): string {
  const nonce = new URLSearchParams(request.body).get('nonce') ?? randomUUID();
  party.nonces.add(nonce);
  return nonce;
}

async function openSession(party: RelyingParty, request: DemoRequest): Promise<Answer> {
  const named = request.url.searchParams.get('server');
  const fault = serverFaults.find(each => each === named);
  const answer = await judge(party, request, fault);
  return { ...answer, headers: { ...answer.headers, date: serverTime(fault).toUTCString() } };
}

/** What the server's clock shows. */
const serverTime = (fault: ServerFault | undefined): Date =>
  new Date(Date.now() - (fault === 'ten-minutes-behind' ? 600_000 : 0));

async function judge(party: RelyingParty, request: DemoRequest, fault: ServerFault | undefined): Promise<Answer> {
  try {
    const { token, configURL } = readSessionRequest(request.body);
    const issuer = new URL(configURL).origin;
    if (readHost(new URL(issuer).hostname).kind !== 'idp') {
      throw new Refusal('unknown-issuer', `${issuer} is not an identity provider that this relying party trusts.`);
    }
    const takeNonce = (nonce: string) => party.nonces.delete(nonce);
    const expected = { issuer, takeNonce, fetchJson: party.fetchJson, now: serverTime(fault) };
    const claims = await verifyToken(token, { ...expected, hashesNonce: fault === 'hashes-nonce' });
    return json({ signedIn: true, user: { sub: claims.sub, name: claims['name'], email: claims['email'] } });
  } catch (error) {
    const reason = error instanceof Refusal ? error.code : 'malformed';
    return json({ signedIn: false, reason, detail: error instanceof Error ? error.message : String(error) }, 401);
  }
}

/** @throws Refusal */
function readSessionRequest(body: string): { token: unknown; configURL: string } {
  const value: unknown = JSON.parse(body);
  if (typeof value === 'object' && value !== null && 'token' in value && 'configURL' in value) {
    const { token, configURL } = value;
    if (typeof configURL === 'string' && URL.canParse(configURL)) return { token, configURL };
  }
  throw new Refusal('malformed', 'Expected JSON with `token` and `configURL`.');
}
