/** Runs one fault of the gallery from beginning to end in a page of a real browser. */
import type { Page } from 'puppeteer-core';
import { click, type FedCmWatch, popup, watchFedCm } from './browse.ts';
import type { Outcome } from './browser/page.ts';
import type { Fault, UserPart } from './gallery/fault.ts';
import { faultOrigin, rpOrigin } from './hosts.ts';
import { prepareUrl } from './rp/page-data.ts';

export interface FaultRun {
  /** What the page saw; absent where the call stays pending, or the page was left. */
  outcome?: Outcome;
  watch: FedCmWatch;
}

/**
 * Brings the identity provider into the state the fault starts from, opens the relying party's page, clicks *Run*, and
 * answers the dialogs and pop-ups as the fault says.
 *
 * @param run see `hosts.ts`; runs of the same fault in one browser need different ones
 */
export async function runFault(page: Page, port: number, fault: Fault, run?: string): Promise<FaultRun> {
  const origin = faultOrigin(port, fault.name, run);
  const start = `${rpOrigin(port, fault.page, run)}/?fault=${fault.name}`;
  if (fault.before === 'registered') await register(page, fault, port, run);
  await page.goto(fault.before === 'registered' ? start : byWayOf(fault, port, run, start));
  const watch = await watchFedCm(page, { user: fault.user ?? {} });
  const popupAnswered = fault.user?.popup === undefined ? undefined : answerPopup(page, origin, fault.user.popup);
  const left = leavesPage(fault) ? page.waitForNavigation() : new Promise<never>(() => {});
  left.catch(() => undefined);
  await press(page, fault);
  const outcome = fault.expect.pending ? undefined : await readOutcome(page, fault, left);
  await popupAnswered;
  if (outcome === undefined && fault.expect.reasons.length > 0) await watch.firstReason;
  return outcome === undefined ? { watch } : { outcome, watch };
}

function leavesPage({ call, user }: Fault): boolean {
  if (user?.chooser === 'leave-page' || call?.kind === 'get-and-leave') return true;
  return call?.kind === 'user-info' && call.where === 'top';
}

/** A click with the user's activation where the call needs one, and without it where it does not. */
async function press(page: Page, { name, call }: Fault): Promise<void> {
  const needsActivation = call?.kind !== 'get-late' && JSON.stringify(call ?? {}).includes('"active"');
  if (needsActivation) return click(page, `#run-${name}`);
  const session = await page.createCDPSession();
  await session.send('Runtime.evaluate', { expression: `document.querySelector('#run-${name}').click()` });
  await session.detach();
}

/** Through the page that prepares the identity provider, which leads on to the relying party's. */
function byWayOf(fault: Fault, port: number, run: string | undefined, start: string): string {
  const prepare = prepareUrl(fault, port, run);
  if (prepare === undefined) return start;
  const url = new URL(prepare);
  url.searchParams.set('return_to', start);
  return url.href;
}

async function register(page: Page, fault: Fault, port: number, run: string | undefined): Promise<void> {
  await page.goto(`${faultOrigin(port, fault.name, run)}/register`);
  await click(page, '#register');
  await page.evaluate(() => window.demo.last);
}

async function readOutcome(page: Page, fault: Fault, left: Promise<unknown>): Promise<Outcome | undefined> {
  const gone = left.then(() => undefined);
  const read = () => page.evaluate(() => window.demo.last);
  // Reading fails where the page goes away under it.
  const outcome = await Promise.race([read().catch(() => gone), gone]);
  return outcome === undefined && fault.call?.kind === 'user-info' ? read() : outcome;
}

async function answerPopup(page: Page, origin: string, part: NonNullable<UserPart['popup']>): Promise<void> {
  const opened = await popup(page.browser(), `${origin}/`);
  if (part === 'close') return opened.close();
  const closed = new Promise<void>(resolve => opened.once('close', () => resolve()));
  // Found first: its window may still be about to show it.
  await opened.waitForSelector(popupButtons[part]);
  // The window may close under the click, which then fails or never reports back.
  await Promise.race([click(opened, popupButtons[part]).catch(() => closed), closed]);
}

const popupButtons = { 'sign-in': 'button[value="ann"]', agree: '#resolve', decline: '#close' };
