import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { blank, serve, type TestSite } from './pages.ts';
import { type Rig, startRig } from './rig.ts';

/** What would show if any of it were taken for more than text. */
const PLANTS = [
  '<img src=x onerror="globalThis.planted=1">',
  '<script>globalThis.planted=1</script>',
  '"><svg onload=globalThis.planted=1>',
  'javascript:globalThis.planted=1',
  '\u202Eevil\u202C\u2066x\u2069',
  'zero\u200Bwidth\uFEFF',
  '{{constructor.constructor("globalThis.planted=1")()}}',
];

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  site = await serve({ '/': blank('page') });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

test('what a page says is text in every tab of the panel', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  const all = PLANTS.join(' ');
  await page.evaluate(async text => {
    history.replaceState(null, '', `/#${text}`);
    const provider = {
      configURL: `https://idp.example/${text}`,
      clientId: text,
      nonce: text,
      loginHint: text,
      fields: [text],
      params: { [text]: text },
    };
    const reason = Object.assign(new Error(text), { name: text });
    const signal = AbortSignal.abort(reason);
    await navigator.credentials
      .get({ identity: { providers: [provider], context: 'use', [text]: text }, signal } as never)
      .catch(() => {});
    await Reflect.get(window, 'IdentityProvider')
      .resolve(`${text}.${btoa(encodeURIComponent(text))}.x`)
      .catch(() => {});
  }, all);
  await devtools.until(log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status !== 'pending'));
  const panel = await devtools.showPanel();
  for (const api of ['credentials.get']) {
    await panel.waitForSelector(`[aria-label*="${api}"]`);
    await panel.evaluate(`document.querySelector('[aria-label*="${api}"]').click()`);
    for (const tab of ['Summary', 'Request', 'Exchanges', 'Token', 'Timeline', 'Raw']) {
      await panel.evaluate(
        `[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.includes('${tab}'))?.click()`,
      );
      await panel.waitForFunction(
        `[...document.querySelectorAll('[role=tab][aria-selected=true]')].some(tab => tab.textContent.includes('${tab}'))`,
        { polling: 20 },
      );
      const found = await panel.evaluate(`({
        planted: 'planted' in globalThis,
        elements: document.querySelectorAll('script:not([src]), img[onerror], svg[onload], iframe, object, embed').length,
        links: [...document.querySelectorAll('a[href]')].map(({ protocol }) => protocol).filter(protocol => !/^https?:$/.test(protocol)),
      })`);
      expect({ tab, ...(found as object) }).toEqual({ tab, planted: false, elements: 0, links: [] });
    }
  }
  await page.close();
});
