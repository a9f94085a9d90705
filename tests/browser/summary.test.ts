import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let page: Page;
let devtools: Inspected;
let panel: Frame;

beforeAll(async () => {
  rig = await startRig();
  page = await rig.newTab();
  await page.goto(rig.demo.rp);
  devtools = await rig.inspect(page);
  await answerDialogs(page);
  await devtools.window.setViewport({ width: 1200, height: 850 });
  panel = await devtools.showPanel();
});

afterAll(() => rig.close());

afterEach(() => {
  // Chrome itself writes of a fetch that reached nobody; the check is made to try one.
  const own = rig.problems.splice(0).filter(text => !text.includes('Failed to load resource: net::ERR_UNSAFE_PORT'));
  expect(own).toEqual([]);
});

const bodyText = () => panel.evaluate(() => document.body.textContent ?? '');
const shows = (condition: string) => waitIn(panel, condition, bodyText);
const aria = (name: string, role: string) => `::-p-aria([name="${name}"][role="${role}"])`;

async function press(name: string): Promise<void> {
  const button = await panel.waitForSelector(aria(name, 'button'));
  await button?.evaluate(element => (element as HTMLElement).click());
}

/** From the details to the list, where the panel is too narrow for both. */
async function goBack(): Promise<void> {
  await panel.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Back"]')?.click());
  await shows(`document.querySelector('[aria-label="Back"]') === null`);
}

/** Runs the fault, and opens the newest call of it in the panel. */
async function open(fault: string, calls = 1): Promise<void> {
  await goBack();
  const before = (await devtools.flows()).length;
  await page.evaluate(`demo.signIn({ fault: '${fault}' })`);
  await waitIn(
    devtools.owner,
    `fedcmLog.flows.length >= ${before + calls} && fedcmLog.flows.at(-1).findings.some(({ severity }) => severity === 'error')`,
    async () => JSON.stringify(await devtools.flows(), null, 1).slice(0, 4000),
  );
  await shows(`document.querySelectorAll('tr.flow').length >= ${before + calls}`);
  await panel.$$eval('tr.flow', rows => (rows.at(-1) as HTMLElement | undefined)?.click());
  await shows(`document.querySelector('.verdict .evidence') !== null`);
}

/** Follows the first piece of evidence whose words begin so. */
async function follow(words: string): Promise<void> {
  await shows(
    `[...document.querySelectorAll('.verdict .evidence button.place')].some(each => each.textContent.startsWith(${JSON.stringify(words)}))`,
  );
  await panel.$$eval(
    '.verdict .evidence button.place',
    (buttons, start) => (buttons.find(each => each.textContent?.startsWith(start)) as HTMLElement | undefined)?.click(),
    words,
  );
}

const isInView = (selector: string) => `(() => {
  const box = document.querySelector('${selector}')?.getBoundingClientRect();
  return box !== undefined && box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
})()`;

describe('evidence', () => {
  it('leads to the value in the body', async () => {
    await open('accounts-numeric-id');
    await follow('accounts 200 · $.accounts[0].id');
    await shows(isInView('[role="treeitem"].wanted[aria-selected="true"]'));
    const line = await panel.$eval('[role="treeitem"].wanted', element => [
      element.getAttribute('data-path'),
      element === document.activeElement,
    ]);
    expect(line).toEqual(['accounts[0].id', true]);
    expect(await panel.$eval('[role="tab"][aria-selected="true"]', element => element.textContent)).toContain(
      'Exchanges',
    );
  });

  it('leads to where a member is missing', async () => {
    await open('config-no-login-url');
    await follow('config 200 · $.login_url');
    await shows(isInView('.json-tree .missing'));
    expect(await panel.$eval('.json-tree .missing', element => element.textContent)).toBe('missing login_url');
  });

  it('leads to the header', async () => {
    await open('config-text-plain');
    await follow('config 200 · header content-type');
    await shows(isInView('.headers .wanted'));
    expect(await panel.$eval('.headers .wanted', element => element.textContent)).toMatch(
      /content-type\s*text\/plain/i,
    );
  });

  it('leads to the member of the request', async () => {
    await open('idp-not-trustworthy');
    await follow('identity.providers[0].configURL');
    await shows(isInView('.request tr.wanted'));
    expect(await panel.$eval('.request tr.wanted code', element => element.textContent)).toBe('configURL');
  });

  it('leads to the earlier call that explains this one', async () => {
    await open('signed-out-by-failure', 2);
    await shows(`document.querySelector('.verdict h2')?.textContent.includes('signed out')`);
    await follow('an earlier call');
    await shows(isInView('.exchange[open] > summary'));
    // The later call has no exchange at all.
    expect(await panel.$eval('.exchange[open] .role', element => element.textContent)).toBe('accounts');
  });
});

describe('Check this IdP', () => {
  const points = () =>
    panel.$$eval('.points > li', items =>
      items.map(item => `${item.className}: ${item.querySelector('p b')?.textContent ?? ''}`),
    );

  async function check(configURL: string): Promise<string[]> {
    await panel.$eval(
      '#check-url',
      (input, url) => {
        (input as HTMLInputElement).value = url;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      },
      configURL,
    );
    await press('Check');
    await shows(
      `document.querySelector('.points')?.getAttribute('aria-label') === ${JSON.stringify(`Points of ${configURL}`)}`,
    );
    return points();
  }

  it('needs no call, and fetches on the click alone, without cookies', async () => {
    await page.goto(`${rig.demo.idp}/login?user=ann&return_to=${encodeURIComponent(rig.demo.rp)}`);
    await goBack();
    await press('Clear');
    const since = rig.demo.log.length;
    await press('Check an identity provider');
    await panel.waitForSelector('dialog.check[open]');
    expect(rig.demo.log.slice(since).filter(({ url }) => url.startsWith(rig.demo.idp))).toEqual([]);
    const found = await check(`${rig.demo.idp}/config.json`);
    expect(found.filter(line => line.startsWith('pass'))).toHaveLength(5);
    const fetched = rig.demo.log.slice(since).filter(({ url }) => url.startsWith(rig.demo.idp));
    expect(fetched.map(({ url }) => new URL(url).pathname).toSorted()).toEqual([
      '/.well-known/web-identity',
      '/config.json',
    ]);
    expect(fetched.flatMap(({ cookies }) => cookies)).toEqual([]);
  });

  it.each([
    ['config-redirect', 'The config redirected, which Chrome does not follow'],
    ['config-no-login-url', 'The config lacks `login_url`'],
    ['well-known-other-url', 'The well-known lists another config'],
    ['well-known-html', 'The well-known answered text/html instead of JSON'],
  ])('finds what is wrong with %s', async (fault, title) => {
    const found = await check(`${faultOrigin(rig.demo.port, fault)}/config.json`);
    expect(found.filter(line => line.startsWith('fail')).map(line => line.replace('fail: ', ''))).toEqual([
      title.replaceAll('`', ''),
    ]);
  });

  it('follows the redirect that Chrome follows', async () => {
    const found = await check(`${faultOrigin(rig.demo.port, 'well-known-redirect')}/config.json`);
    expect(found.filter(line => line.startsWith('fail'))).toEqual([]);
  });

  it('says what is no URL, not secure, or out of reach', async () => {
    expect((await check('idp.example/config.json'))[0]).toBe('fail: The config URL is not an absolute URL');
    expect((await check('http://idp.example.test/config.json'))[0]).toMatch(/^fail: .*not secure/);
    const gone = await check('http://gone.localhost:1/config.json');
    expect(gone.slice(0, 3)).toEqual([
      'pass: ',
      'fail: The well-known could not be reached',
      'fail: The config could not be reached',
    ]);
  });
});

describe('who stands between the page and the browser', () => {
  it('is named by the stack, and by a look at the method', async () => {
    const wrap = `{
      const get = CredentialsContainer.prototype.get;
      CredentialsContainer.prototype.get = function wrapped(options) { return get.call(this, options); };
    }
    //# sourceURL=${rig.demo.rp}/wrap.js`;
    await page.evaluate(wrap);
    await open('accounts-numeric-id');
    const says = (words: string) =>
      shows(`document.querySelector('.facts').textContent.includes(${JSON.stringify(words)})`);
    await says(`wrapped() of a script of this page, in the place of credentials.get (${rig.demo.rp}/wrap.js:`);
    await says('CredentialsContainer.prototype.get was replaced by a script');
    await page.goto(rig.demo.rp);
  });
});
