/**
 * The identity provider's own pages: sign-in, sign-out, the continuation pop-up, and the frame that asks who is there.
 */
import { escapeHtml, page } from '../document.ts';
import { type Answer, type DemoRequest, redirect } from '../exchange.ts';
import { readHost } from '../hosts.ts';
import { clientId } from '../rp/client.ts';
import type { Provider } from './identity-provider.ts';
import { cookieName, shortName, type User, users } from './sessions.ts';

/**
 * `?user=ann` signs in at once, `?user=ann,ben` both; `?status=unknown` does so without telling the browser.
 * `?return_to=` leads back to a page of the relying party.
 */
export function loginPage(provider: Provider, request: DemoRequest): Answer {
  const { searchParams } = request.url;
  const wanted = (searchParams.get('user') ?? '').split(',');
  const chosen = users.filter(user => wanted.includes(shortName(user)));
  if (chosen.length === 0) return loginForm(searchParams);
  provider.signIns += 1;
  const headers = {
    'set-cookie': `${cookieName}=${openSession(provider, request, chosen)}; Path=/; HttpOnly; Secure; SameSite=None`,
    ...(searchParams.get('status') === 'unknown' ? {} : { 'set-login': 'logged-in' }),
  };
  const back = relyingPartyUrl(searchParams.get('return_to'));
  return back === undefined ? signedInPage(chosen, headers) : redirect(back, headers);
}

function openSession(provider: Provider, request: DemoRequest, chosen: readonly User[]): string | undefined {
  return chosen.reduce<string | undefined>(
    (id, user) => provider.sessions.open(user, id),
    request.cookies.get(cookieName),
  );
}

function loginForm(query: URLSearchParams): Answer {
  const hint = query.get('login_hint') ?? '';
  const kept = ['status', 'return_to'].flatMap(name => {
    const value = query.get(name);
    return value === null ? [] : [`<input type="hidden" name="${name}" value="${escapeHtml(value)}">`];
  });
  const buttons = users.map(user => {
    const hinted = user.login_hints.includes(hint) ? ' autofocus' : '';
    return `<button name="user" value="${shortName(user)}"${hinted}>Sign in as ${escapeHtml(user.name)}</button>`;
  });
  const both = `<button name="user" value="${users.map(shortName).join(',')}">Sign in as both</button>`;
  return page({
    title: 'Sign in · Demo identity provider',
    script: 'login.js',
    body: `<main class="narrow"><h1>Demo identity provider</h1><p>Who is signing in?</p>
<form action="/login" class="stack">${kept.join('')}${buttons.join('')}${both}</form></main>`,
  });
}

const signedInPage = (chosen: readonly User[], headers: Record<string, string>) =>
  page({
    title: 'Signed in · Demo identity provider',
    script: 'login.js',
    data: { signedIn: true },
    headers,
    body: `<main class="narrow"><h1>Signed in</h1>
<p>${escapeHtml(chosen.map(({ name }) => name).join(' and '))} may now sign in elsewhere with this identity provider.</p>
<p><a href="/logout">Sign out</a></p></main>`,
  });

/** `?return_to=` leads back to a page of the relying party. */
export function logoutPage(provider: Provider, request: DemoRequest): Answer {
  provider.sessions.close(request.cookies.get(cookieName));
  const headers = {
    'set-cookie': `${cookieName}=; Path=/; Max-Age=0; Secure; SameSite=None`,
    'set-login': 'logged-out',
  };
  const back = relyingPartyUrl(request.url.searchParams.get('return_to'));
  if (back !== undefined) return redirect(back, headers);
  return page({
    title: 'Signed out · Demo identity provider',
    headers,
    body: `<main class="narrow"><h1>Signed out</h1><p><a href="/login">Sign in again</a></p></main>`,
  });
}

/** The pop-up of `continue_on`. `?code=` names the token that waits to be handed over. */
export function continuePage(provider: Provider, { url: { searchParams } }: DemoRequest): Answer {
  return page({
    title: 'One more step · Demo identity provider',
    script: 'continue.js',
    data: { token: provider.codes.get(searchParams.get('code') ?? '') },
    body: `<main class="narrow"><h1>One more step</h1>
<p>The identity provider wants to ask something before it answers.</p>
<div class="stack"><button id="resolve">Agree and continue</button><button id="close">Not now</button></div></main>`,
  });
}

/** Calls `IdentityProvider.getUserInfo` and tells the page that embeds it what came of it. */
export function userInfoPage(provider: Provider, request: DemoRequest): Answer {
  return page({
    title: 'Who is there · Demo identity provider',
    script: 'user-info.js',
    data: { configURL: `${provider.origin}/config.json`, clientId, embedder: embedder(request) },
    body: `<main class="narrow"><p id="verdict" role="status">Asking the browser …</p><pre id="outcome" tabindex="0" hidden></pre></main>`,
  });
}

const embedder = (request: DemoRequest) => relyingPartyUrl(request.url.searchParams.get('embedder'));

function relyingPartyUrl(text: string | null): string | undefined {
  return text !== null && URL.canParse(text) && readHost(new URL(text).hostname).kind === 'rp' ? text : undefined;
}

/** Registers the provider with the browser, where Chromium's feature FedCmIdPRegistration is on. */
export function registerPage(provider: Provider): Answer {
  return page({
    title: 'Register · Demo identity provider',
    script: 'register.js',
    data: { configURL: `${provider.origin}/config.json` },
    headers: { 'set-login': 'logged-in' },
    body: `<main class="narrow"><h1>Demo identity provider</h1>
<div class="stack"><button id="register">Register with the browser</button></div>
<p id="verdict" role="status">Not registered.</p><pre id="outcome" tabindex="0" hidden></pre></main>`,
  });
}
