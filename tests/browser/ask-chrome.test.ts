import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import type { FlowLog } from '../../src/core/flow/log.ts';
import type { Flow } from '../../src/core/model.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

declare const fedcmLog: FlowLog;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});

afterAll(() => rig.close());

afterEach(() => {
  expect(rig.problems.splice(0)).toEqual([]);
});

const signIn = (fault: string) => `demo.signIn({ fault: '${fault}' })`;

/** A relying party's page whose user is signed in at the provider with that fault, and DevTools on it. */
async function open(fault: string) {
  const page = await rig.newTab();
  await page.goto(`${faultOrigin(rig.demo.port, fault)}/login?user=ann`);
  await page.goto(rig.demo.rp);
  const devtools = await rig.inspect(page);
  await answerDialogs(page);
  return { page, devtools };
}

/** Opens the panel on the newest flow. */
async function openSummary(devtools: Inspected) {
  const panel = await devtools.showPanel();
  await panel.waitForSelector('tr.flow');
  await panel.$$eval('tr.flow[aria-label^="credentials.get"]', rows =>
    (rows.at(-1) as HTMLElement | undefined)?.click(),
  );
  await panel.waitForSelector('.verdict');
  return panel;
}

const button = (name: string) => `::-p-aria([name="${name}"][role="button"])`;

describe('Ask Chrome', () => {
  it('turns an open finding into a certain one, with Chrome’s words and the moment of its decision', async () => {
    const { page, devtools } = await open('cors-none');
    await page.evaluate(signIn('cors-none'));
    const [before] = await devtools.until(({ flows }) =>
      flows.some(({ api, findings }) => api === 'credentials.get' && findings[0]?.certainty === 'one-of'),
    );
    expect(before?.chrome).toBeUndefined();
    const panel = await openSummary(devtools);
    const ask = await panel.waitForSelector(button('Ask Chrome'));
    await panel.waitForSelector(button('Check cookies'));
    const main = () => panel.$$eval('.button.primary', buttons => buttons.map(({ textContent }) => textContent));
    expect(await main()).toEqual(['Ask Chrome']);
    await ask?.evaluate(element => (element as HTMLElement).click());
    await waitIn(panel, `document.querySelector('.chrome-said') !== null`, () =>
      panel.evaluate(() => document.body.textContent ?? ''),
    );
    const text = await panel.evaluate(() => document.body.textContent ?? '');
    expect(text).toContain('Chrome confirmed');
    expect(text).toMatch(/Chrome decided .+ after the call/);
    expect(text).toContain('Server did not send the correct CORS headers');
    const flow = (await devtools.flows()).find(({ chrome }) => chrome);
    expect(flow?.chrome?.issues).toEqual(['CorsError']);
    expect(flow?.findings[0]).toMatchObject({ code: 'CorsError', certainty: 'certain', source: 'chrome' });
    // No cause is left to be found out.
    expect(await main()).not.toContain('Ask Chrome');
  });

  it('lets go of the tab', async () => {
    const { page, devtools } = await open('config-404');
    await page.evaluate(signIn('config-404'));
    const flows = await devtools.until(({ flows }) => flows.some(({ findings }) => findings.length > 0));
    const id = flows.find(({ findings }) => findings.length > 0)?.id ?? '';
    const attached = await devtools.owner.evaluate(async flow => {
      await fedcmLog.asking?.ask(flow);
      const targets = await chrome.debugger.getTargets();
      const { tabId } = chrome.devtools.inspectedWindow;
      return targets.find(target => target.tabId === tabId)?.attached;
    }, id);
    // DevTools itself stays attached; another attachment of the extension’s would be refused if its own were left.
    expect(attached).toBe(true);
    const again = await devtools.owner.evaluate(flow => fedcmLog.asking?.ask(flow), id);
    expect(again).toEqual({ kind: 'answered', reasons: ['ConfigHttpNotFound'] });
  });

  it('reaches a frame that has a process of its own', async () => {
    const { page, devtools } = await open('config-404');
    await page.evaluate('demo.openFrame({ allow: true })');
    const frame = page.frames().find(each => each.url().startsWith(rig.demo.frameRp));
    await frame?.evaluate(signIn('config-404'));
    const flows = await devtools.until(({ flows }) =>
      flows.some(({ findings }) => findings[0]?.code === 'ConfigHttpNotFound'),
    );
    const id = flows.find(({ findings }) => findings.length > 0)?.id ?? '';
    const result = await devtools.owner.evaluate(flow => fedcmLog.asking?.ask(flow), id);
    expect(result).toEqual({ kind: 'answered', reasons: ['ConfigHttpNotFound'] });
  });

  it('says plainly that another debugger stands in the way', async () => {
    const { page, devtools } = await open('cors-none');
    await page.evaluate(signIn('cors-none'));
    await devtools.until(({ flows }) => flows.some(({ findings }) => findings.length > 0));
    const panel = await openSummary(devtools);
    const worker = await rig.worker();
    const tabId = await devtools.owner.evaluate(() => chrome.devtools.inspectedWindow.tabId);
    await worker.evaluate(tab => chrome.debugger.attach({ tabId: tab }, '1.3'), tabId);
    await panel.waitForSelector(button('Ask Chrome'));
    await panel.$eval(button('Ask Chrome'), element => (element as HTMLElement).click());
    await waitIn(panel, `document.querySelector('.ask-result').textContent !== ''`, () =>
      panel.evaluate(() => document.body.textContent ?? ''),
    );
    expect(await panel.evaluate(`document.querySelector('.ask-result').textContent`)).toContain(
      'Another debugger is attached',
    );
    await worker.evaluate(tab => chrome.debugger.detach({ tabId: tab }), tabId);
  });

  it('says that Chrome has forgotten once the page was left', async () => {
    const { page, devtools } = await open('config-404');
    await page.evaluate(signIn('config-404'));
    const flows = await devtools.until(({ flows }) => flows.some(({ findings }) => findings.length > 0));
    await page.goto('about:blank');
    const id = flows.find(({ findings }) => findings.length > 0)?.id ?? '';
    expect(await devtools.owner.evaluate(flow => fedcmLog.asking?.ask(flow), id)).toEqual({ kind: 'nothing' });
  });

  it('asks about each failure by itself where that was chosen', async () => {
    const { page, devtools } = await open('cors-star');
    expect(await devtools.owner.evaluate(() => fedcmLog.asking?.always)).toBe(false);
    await devtools.owner.evaluate(() => fedcmLog.asking?.setAlways(true));
    try {
      await page.evaluate(signIn('cors-star'));
      const flows = await devtools.until(({ flows }) => flows.some(({ chrome }) => chrome !== undefined));
      expect(flows.find(({ chrome }) => chrome)?.chrome?.issues).toEqual(['CorsError']);
    } finally {
      // All DevTools of this browser would go on with it.
      await devtools.owner.evaluate(() => fedcmLog.asking?.setAlways(false));
    }
  });
});

describe('Watch the next attempt', () => {
  let page: Page;
  let devtools: Inspected;

  beforeAll(async () => {
    ({ page, devtools } = await open('cors-none'));
  });

  /** One attempt while Chrome is listened to; gives its flow. */
  async function attempt(fault: string): Promise<Flow | undefined> {
    const idp = faultOrigin(rig.demo.port, fault);
    await page.goto(`${idp}/login?${new URLSearchParams({ user: 'ann', return_to: `${rig.demo.rp}/` })}`);
    const before = (await devtools.flows()).length;
    await devtools.owner.evaluate(() => fedcmLog.asking?.watchNext());
    await page.evaluate(signIn(fault));
    await waitIn(
      devtools.owner,
      `fedcmLog.asking.watching === false && fedcmLog.flows.slice(${before}).some(
        ({ chrome, exchanges }) => chrome !== undefined && exchanges.some(({ role }) => role === 'id-assertion'))`,
      async () => JSON.stringify((await devtools.flows()).slice(before), null, 1),
    );
    return (await devtools.flows()).slice(before).find(({ chrome }) => chrome);
  }

  const ORIGIN = 'header:access-control-allow-origin';
  const CREDENTIALS = 'header:access-control-allow-credentials';

  it.each([
    ['cors-none', 'MissingAllowOriginHeader', ORIGIN, 'missing'],
    ['cors-no-credentials', 'InvalidAllowCredentials', CREDENTIALS, 'missing'],
    ['cors-star', 'WildcardOriginNotAllowed', ORIGIN, '*'],
    ['cors-trailing-slash', 'AllowOriginMismatch', ORIGIN, /\/$/],
    ['cors-other-case', 'AllowOriginMismatch', ORIGIN, /^HTTP:/],
    ['cors-null', 'AllowOriginMismatch', ORIGIN, 'null'],
    ['cors-two-origins', 'MultipleAllowOriginValues', ORIGIN, /, /],
  ])('names the rule of CORS that %s breaks', async (fault, corsError, path, found) => {
    const flow = await attempt(fault);
    expect(flow?.chrome?.requests).toMatchObject([{ corsError }]);
    expect(flow?.findings[0]).toMatchObject({ code: 'CorsError', certainty: 'certain' });
    const evidence = flow?.findings[0]?.evidence[0];
    expect(evidence).toMatchObject({
      path,
      note: `Chrome: ${corsError}`,
      expected: path === ORIGIN ? rig.demo.rp : 'true',
      exchange: flow?.exchanges.find(({ role }) => role === 'id-assertion')?.id,
    });
    expect(evidence?.found).toEqual(typeof found === 'string' ? found : expect.stringMatching(found));
  });

  it('tells a redirect from CORS', async () => {
    const flow = await attempt('assertion-redirect');
    expect(flow?.findings[0]).toMatchObject({
      code: 'IdTokenNoResponse',
      certainty: 'certain',
      title: 'The identity assertion endpoint redirected',
    });
  });
});
