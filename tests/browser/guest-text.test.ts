import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { blank, serve, type TestSite } from './pages.ts';
import { type Rig, startRig, waitIn } from './rig.ts';

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
  /** Where the page's text stood, and could have been taken for more. */
  const planted: string[] = [];
  const text = "document.querySelector('[role=tabpanel]')?.textContent";
  for (const api of ['credentials.get', 'IdentityProvider.resolve']) {
    // Where the panel is narrow, the details stand in the list's place.
    await panel.evaluate(`document.querySelector('[aria-label="Back"]')?.click()`);
    await waitIn(panel, `document.querySelector('[aria-label*="${api}"]') !== null`, () => panel.content());
    await panel.evaluate(`document.querySelector('[aria-label*="${api}"]').click()`);
    for (const tab of ['Summary', 'Request', 'Exchanges', 'Token', 'Timeline', 'Raw']) {
      await panel.evaluate(
        `[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent.includes('${tab}'))?.click()`,
      );
      // Most views are loaded when they are first shown, and stand empty until then.
      await waitIn(
        panel,
        `[...document.querySelectorAll('[role=tab][aria-selected=true]')].some(tab => tab.textContent.includes('${tab}'))
          && Boolean(${text})`,
        () => panel.content(),
      );
      if (await panel.evaluate(`${text}.includes(${JSON.stringify(PLANTS[3])})`)) planted.push(`${api} ${tab}`);
      const found = await panel.evaluate(`({
        planted: 'planted' in globalThis,
        elements: document.querySelectorAll('script:not([src]), img[onerror], svg[onload], iframe, object, embed').length,
        links: [...document.querySelectorAll('a[href]')].map(({ protocol }) => protocol).filter(protocol => !/^https?:$/.test(protocol)),
      })`);
      expect({ tab, ...(found as object) }).toEqual({ tab, planted: false, elements: 0, links: [] });
    }
  }
  expect(planted).toEqual([
    'credentials.get Summary',
    'credentials.get Request',
    'credentials.get Raw',
    'IdentityProvider.resolve Summary',
    'IdentityProvider.resolve Raw',
  ]);
  await page.close();
});
