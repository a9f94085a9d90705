/** Runs one fault of the gallery from beginning to end in a page of a real browser. */
import type { Page } from 'puppeteer-core';
import { type FedCmWatch, popup, watchFedCm } from './browse.ts';
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
  const prepare = prepareUrl(fault, port, run);
  if (prepare !== undefined) await page.goto(prepare);
  if (fault.before === 'registered') {
    await page.locator('#register').click();
    await page.evaluate(() => window.demo.last);
  }
  await page.goto(`${rpOrigin(port, fault.page, run)}/`);
  const watch = await watchFedCm(page, { user: fault.user ?? {} });
  const popupAnswered = fault.user?.popup === undefined ? undefined : answerPopup(page, origin, fault.user.popup);
  const left = page.waitForNavigation();
  // Most faults never leave the page.
  left.catch(() => undefined);
  await page.locator(`#run-${fault.name}`).click();
  const outcome = fault.expect.pending ? undefined : await readOutcome(page, fault, left);
  await popupAnswered;
  if (outcome === undefined && fault.expect.reasons.length > 0) await watch.firstReason;
  return outcome === undefined ? { watch } : { outcome, watch };
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
  // The window may close under the click, which then never reports back.
  await Promise.race([opened.locator(popupButtons[part]).click(), closed]);
}

const popupButtons = { 'sign-in': 'button[value="ann"]', agree: '#resolve', decline: '#close' };
