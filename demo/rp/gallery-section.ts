/** The gallery on the relying party's page: what each fault is, how to run it, and what comes of it. */
import { escapeHtml } from '../document.ts';
import { type Fault, type PageName, type Stage, stages } from '../gallery/fault.ts';
import { gallery } from '../gallery/index.ts';
import { faultOrigin, rpOrigin } from '../hosts.ts';
import { prepareUrl } from './page-data.ts';

/** @property run see `hosts.ts` */
export interface Place {
  port: number;
  run: string | undefined;
  here: PageName;
}

const stageTitles: Record<Stage, string> = {
  call: 'The call',
  'well-known': 'Well-known file',
  config: 'Config file',
  accounts: 'Accounts endpoint',
  user: 'The user’s part',
  assertion: 'Identity assertion endpoint',
  token: 'The token',
  'user-info': 'getUserInfo',
  disconnect: 'Disconnect',
};

export function gallerySection(place: Place): string {
  const shown = gallery.filter(fault => place.here === 'plain' || fault.page === place.here);
  const groups = stages.map(stage => ({ stage, faults: shown.filter(fault => fault.stage === stage) }));
  const filled = groups.filter(({ faults }) => faults.length > 0);
  const links = filled.map(({ stage }) => `<a href="#stage-${stage}">${stageTitles[stage]}</a>`);
  const sections = filled.map(
    ({ stage, faults }) =>
      `<details class="stage" id="stage-${stage}" open>
<summary><h3>${stageTitles[stage]}</h3> <span>${faults.length}</span></summary>
<ul>${faults.map(fault => faultRow(fault, place)).join('')}</ul></details>`,
  );
  return `<section aria-labelledby="gallery"><h2 id="gallery">Gallery of faults</h2>
<p>Every fault has an identity provider of its own, which is right in all else. Its config URL works in your own code too.
What the browser learns about a host it keeps; with <button class="link" id="fresh-hosts">fresh hosts</button> it starts
anew.</p>
<nav class="stages" aria-label="Stages">${links.join('')}</nav>${sections.join('')}</section>`;
}

/** The one fault that a page was asked for. */
export function oneFault(fault: Fault, place: Place): string {
  const all = `<a href="${rpOrigin(place.port, 'plain', place.run)}/#${fault.name}">All faults</a>`;
  return `<section aria-labelledby="gallery"><h2 id="gallery">${stageTitles[fault.stage]}</h2>
<p>${all}</p><div class="stage"><ul>${faultRow(fault, place)}</ul></div></section>`;
}

function faultRow(fault: Fault, place: Place): string {
  const { name, title, explain, features } = fault;
  const configURL = `${faultOrigin(place.port, name, place.run)}/config.json`;
  const flags = features ? ` Needs <code>--enable-features=${features.join(',')}</code>.` : '';
  const here = `${rpOrigin(place.port, fault.page, place.run)}/?fault=${name}`;
  return `<li id="${name}"><div><h4><a href="${here}">${escapeHtml(title)}</a></h4><p>${escapeHtml(explain)}${flags}</p>
<p class="facts">${facts(fault)}</p></div>
<p class="steps">${steps(fault, place)}</p>
<p class="config"><code>${configURL}</code> <button class="link" data-copy="${configURL}"
 aria-label="Copy the config URL of ${escapeHtml(title)}">Copy</button></p></li>`;
}

/** What a visitor does, in order. A fault that needs another page of the relying party runs there alone. */
function steps(fault: Fault, { port, run, here }: Place): string {
  const page = fault.page ?? 'plain';
  if (page !== here) return `<a href="${rpOrigin(port, page, run)}/?fault=${fault.name}">Open its page</a>`;
  const prepare = prepareUrl(fault, port, run);
  const first =
    prepare === undefined ? '' : `<a href="${escapeHtml(prepare)}" target="_blank">${prepareLabel(fault)}</a> `;
  const options = escapeHtml(JSON.stringify({ fault: fault.name }));
  return `${first}<button data-do="signIn" data-options="${options}" id="run-${fault.name}"
 aria-label="Run: ${escapeHtml(fault.title)}">Run</button>`;
}

function prepareLabel({ before }: Fault): string {
  if (before === 'signed-out') return 'Sign out there';
  return before === 'registered' ? 'Register it' : 'Sign in there';
}

function facts({ expect }: Fault): string {
  const code = (text: string) => `<code>${text}</code>`;
  const chrome = [...expect.reasons, ...(expect.userInfoReason === undefined ? [] : [expect.userInfoReason])];
  const parts = [
    chrome.length > 0 && `Chrome: ${chrome.map(code).join(', ')}`,
    expect.error !== undefined && `Page: ${code([expect.error, expect.code].filter(Boolean).join(' '))}`,
    expect.pending && 'Page: pending',
    expect.session !== undefined && `Server: ${code(expect.session)}`,
  ];
  return parts.filter(Boolean).join(' · ') || 'Succeeds';
}
