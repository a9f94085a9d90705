import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import { answerDialogs, extensionFolder, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;

/** What Chrome granted once, it grants again without asking: nobody is there to answer its question. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-inspector-cookies-'));
  await cp(extensionFolder, folder, { recursive: true });
  const file = path.join(folder, 'manifest.json');
  const text = await readFile(file, 'utf8');
  const manifest = JSON.parse(text) as { permissions: string[] };
  await writeFile(file, JSON.stringify({ ...manifest, permissions: [...manifest.permissions, 'cookies'] }));
  rig = await startRig({ extensions: [folder] });
  await rig.worker();
  await writeFile(file, text);
  await rig.browser.installExtension(folder);
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

const shows = (panel: Frame, words: string) =>
  waitIn(panel, `document.body.textContent.includes(${JSON.stringify(words)})`, () =>
    panel.evaluate(() => document.body.textContent ?? ''),
  );

test('the session cookie is SameSite=Lax: on a click, and with the permission', async () => {
  const fault = 'mismatch-cookie-lax';
  const page = await rig.newTab();
  await page.goto(`${faultOrigin(rig.demo.port, fault)}/login?user=ann`);
  await page.goto(rig.demo.rp);
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  const panel = await devtools.showPanel();
  const can = () => panel.evaluate(() => chrome.permissions.contains({ permissions: ['cookies'] }));
  await panel.evaluate(() => chrome.permissions.remove({ permissions: ['cookies'] }));
  expect(await can()).toBe(false);
  await page.evaluate(name => window.demo.signIn({ fault: name }), fault);
  const [flow] = await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
  expect(flow?.findings[0]).toMatchObject({ code: 'AccountsNoResponse' });
  await (await panel.waitForSelector('[role=grid] [aria-label^="credentials.get"]'))?.click();
  await (await panel.waitForSelector('::-p-aria(Check cookies[role="button"])'))?.click();
  await shows(panel, 'idp_session: Lax, not sent');
  expect(await can()).toBe(true);
  expect(await panel.$eval('.verdict .title', title => title.textContent)).toBe(
    'idp_session is SameSite=Lax, so Chrome did not send it to the accounts endpoint',
  );
  // The server's own record agrees: nothing was sent.
  const asked = rig.demo.log.findLast(({ url }) =>
    url.endsWith(`${new URL(faultOrigin(rig.demo.port, fault)).host}/accounts`),
  );
  expect(asked?.cookies).toEqual([]);
  await page.close();
});
