/** One call of `navigator.credentials.get`, from the nonce to the session. */
import { type CredentialValue, type Outcome, rejected, type Session } from '../../browser/page.ts';
import type { PageData } from '../page-data.ts';
import { credentialOptions, type SignInOptions } from './options.ts';

/** @param given a nonce fetched before: then the call is made at once, without waiting for anything */
export async function get(data: PageData, origin: string, asked: SignInOptions, given?: string): Promise<Outcome> {
  const nonce = given ?? (await fetchNonce(asked.nonce));
  try {
    const options = credentialOptions(data, origin, asked, nonce);
    const credential = await navigator.credentials.get(options as CredentialRequestOptions);
    if (!credential) return { status: 'fulfilled', value: null };
    const value = readCredential(credential);
    return asked.deliver === false
      ? { status: 'fulfilled', value }
      : { status: 'fulfilled', value, session: await openSession(value, asked.server) };
  } catch (error) {
    return rejected(error);
  }
}

/** From the server, which remembers it. A sandboxed page cannot reach the server, and makes do with one of its own. */
export async function fetchNonce(nonce: string | undefined): Promise<string> {
  try {
    const body = new URLSearchParams(nonce === undefined ? {} : { nonce });
    const response = await fetch('/nonce', { method: 'POST', body });
    return ((await response.json()) as { nonce: string }).nonce;
  } catch {
    return nonce ?? crypto.randomUUID();
  }
}

function readCredential(credential: Credential): CredentialValue {
  const { type, token, isAutoSelected, configURL } = credential as Credential & CredentialValue;
  return { type, token, isAutoSelected, configURL };
}

async function openSession({ token, configURL }: CredentialValue, server?: string): Promise<Session> {
  const response = await fetch(server === undefined ? '/session' : `/session?server=${server}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, configURL }),
  });
  return { status: response.status, body: await response.json() };
}
