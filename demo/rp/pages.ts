/** The relying party's page: the ordinary ways to sign in, then the gallery of faults. */
import { escapeHtml, page } from '../document.ts';
import type { Answer, DemoRequest } from '../exchange.ts';
import type { PageName } from '../gallery/fault.ts';
import { findFault } from '../gallery/index.ts';
import { idpOrigin, otherIdpOrigin, rpOrigin, runOf } from '../hosts.ts';
import { gallerySection, oneFault } from './gallery-section.ts';
import { pageHeaders } from './headers.ts';
import { pageData } from './page-data.ts';

/** With `?fault=NAME` a page of that one fault: to link to, and quick to load. */
export function rpPage(port: number, request: DemoRequest, name: PageName): Answer {
  const run = runOf(request.url.hostname);
  const one = findFault(request.url.searchParams.get('fault') ?? '');
  const place = { port, run, here: name };
  return page({
    title: 'Demo relying party',
    script: 'rp.js',
    data: pageData(port, run, one && [one]),
    headers: pageHeaders(name, port),
    body: `<header><h1>Demo relying party</h1>
<p>Sign in with an identity provider that works, or with one that fails in the way you choose.
Open DevTools first, and watch.</p>${name === 'plain' ? '' : special(name, port, run)}</header>
<div class="columns">
<main>
${name === 'plain' && !one ? everyday(port, run) : ''}
${one ? oneFault(one, place) : gallerySection(place)}
</main>
<aside aria-labelledby="outcome-title"><h2 id="outcome-title">Outcome</h2>
<p id="verdict" role="status">Nothing called yet.</p><pre id="outcome" tabindex="0" hidden></pre><div id="frames"></div></aside>
</div>`,
  });
}

/** The embedded relying party: the same script, two buttons. */
export function framePage(port: number, request: DemoRequest): Answer {
  return page({
    title: 'Embedded relying party',
    script: 'rp.js',
    data: pageData(port, runOf(request.url.hostname)),
    headers: pageHeaders('plain', port),
    body: `<main class="frame"><h1>Embedded relying party</h1>
<p class="buttons">${button('signIn', 'Sign in')}${button('signIn', 'Sign in (active)', { mode: 'active' })}</p>
<p id="verdict" role="status">Nothing called yet.</p><pre id="outcome" tabindex="0" hidden></pre>
<div id="frames"></div></main>`,
  });
}

function everyday(port: number, run: string | undefined): string {
  const idp = idpOrigin(port, run);
  const other = otherIdpOrigin(port, run);
  const link = (href: string, text: string) => `<a href="${href}" target="_blank">${text}</a>`;
  return `<section aria-labelledby="everyday"><h2 id="everyday">A provider that works</h2>
<p>First sign in there: ${link(`${idp}/login?user=ann`, 'as Ann')}, ${link(`${idp}/login?user=ann,ben`, 'as Ann and Ben')},
${link(`${other}/login?user=ben`, 'at a second provider as Ben')}. Or ${link(`${idp}/logout`, 'sign out')}.</p>
<h3>Sign in</h3><p class="buttons">
${button('signIn', 'Passive')}${button('signIn', 'Active', { mode: 'active' })}
${button('signIn', 'Two providers', { providers: ['good', 'other'] })}
${button('signIn', 'Two providers, one failing', { fault: 'accounts-500', providers: ['good', 'this'] })}
${button('signIn', 'JSON token', { fault: 'token-json' })}${button('signIn', 'Opaque token', { fault: 'token-code' })}
${button('signIn', 'Silent', { mediation: 'silent' })}</p>
<h3>A server that refuses</h3><p class="buttons">
${button('signIn', 'Hashes the nonce', { server: 'hashes-nonce' })}${button('signIn', 'Clock 10 minutes behind', { server: 'ten-minutes-behind' })}</p>
<h3>Pop-ups and frames</h3><p class="buttons">
${button('signIn', 'Continuation pop-up', { fault: 'continue-on', mode: 'active' })}
${button('signIn', 'Sign-in pop-up', { fault: 'sign-in-popup', mode: 'active' })}
${button('openFrame', 'Embedded relying party')}${button('getUserInfo', 'getUserInfo')}</p>
<h3>Afterwards</h3><p class="buttons">
${button('disconnect', 'Disconnect')}${button('preventSilentAccess', 'preventSilentAccess')}
${button('setStatus', 'setStatus: logged-in', { status: 'logged-in' })}${button('setStatus', 'setStatus: logged-out', { status: 'logged-out' })}</p>
</section>`;
}

const special = (name: PageName, port: number, run: string | undefined) =>
  `<p class="note">This is the page <code>${name}</code>, served with these headers:
<code>${escapeHtml(JSON.stringify(pageHeaders(name, port), null, 1))}</code>
<a href="${rpOrigin(port, 'plain', run)}/">All faults</a></p>`;

function button(action: string, label: string, options: object = {}): string {
  return `<button data-do="${action}" data-options="${escapeHtml(JSON.stringify(options))}">${label}</button>`;
}
