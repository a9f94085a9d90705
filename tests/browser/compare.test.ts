import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportCapture } from '../../src/core/capture/export.ts';
import { optionsFor, sampleFlow } from '../unit/capture/sample.ts';
import { choose } from './files.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let devtools: Inspected;
let panel: Frame;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-compare-'));
  rig = await startRig();
  const page = await rig.openRp();
  await answerDialogs(page);
  devtools = await rig.inspect(page);
  await page.evaluate(configURL => {
    const get = (nonce: string, clientId: string) =>
      navigator.credentials
        .get({
          identity: { providers: [{ configURL, clientId, nonce, params: { nonce } }] },
          mediation: 'required',
        } as never)
        .catch(() => undefined);
    // The first sign-in also discloses, and fills the HTTP cache.
    return get('zeroth', 'demo-rp')
      .then(() => get('first', 'demo-rp'))
      .then(() => get('second', 'demo-rp'))
      .then(() => get('third', 'stranger'));
  }, `${rig.demo.idp}/config.json`);
  await devtools.until(log => log.flows.length === 4 && log.flows.every(flow => flow.settledAt !== undefined));
  panel = await devtools.showPanel();
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** Rows between the column heads and the first flow: the page's. */
const PAGES = 1;

const button = (name: string) => panel.locator(`::-p-aria([name="${name}"][role="button"])`);

/** The rows that the dialog shows, as `path: relation`. */
const compared = () =>
  panel.$$eval('.compared tbody tr', rows =>
    rows.map(row => `${row.querySelector('th')?.textContent}: ${row.lastElementChild?.textContent}`),
  );

async function chooseFlows(left: number, right: number): Promise<void> {
  const choices = await panel.$$('dialog select');
  for (const [at, wanted] of [left, right].entries()) {
    const choice = choices[at];
    const value = await choice?.evaluate(
      (select, index) => (select as HTMLSelectElement).options[index]?.value,
      wanted,
    );
    await choice?.select(value ?? '');
  }
}

describe('several flows', () => {
  const row = (at: number) => panel.locator(`.row.flow[aria-rowindex="${at + 2 + PAGES}"]`);
  const chosen = () =>
    panel.$$eval('.row.flow', rows =>
      rows.flatMap((each, at) => (each.getAttribute('aria-selected') === 'true' ? [at] : [])),
    );
  const withKey = async (key: 'Control' | 'Shift', act: () => Promise<unknown>) => {
    await devtools.window.keyboard.down(key);
    await act();
    await devtools.window.keyboard.up(key);
  };

  test('are chosen with Ctrl and a click, one more each time, and the details stay closed', async () => {
    expect(await panel.$eval('[role="grid"]', grid => grid.getAttribute('aria-multiselectable'))).toBe('true');
    expect(await panel.$$eval('.row.flow:not([aria-selected])', rows => rows.length)).toBe(0);
    await withKey('Control', () => row(1).click());
    await withKey('Control', () => row(3).click());
    expect(await chosen()).toEqual([1, 3]);
    expect(await panel.$('[role="tablist"]')).toBeNull();
    expect(await panel.$eval('footer', node => node.textContent)).toContain('2 selected');
  });

  test('are compared, the two of them', async () => {
    await button('Compare').click();
    await panel.waitForSelector('::-p-aria([name="Compare flows"][role="dialog"])');
    const sides = await panel.$$eval('dialog select', all =>
      all.map(each => (each as HTMLSelectElement).selectedIndex),
    );
    expect(sides).toEqual([1, 3]);
    await button('Close').click();
  });

  test('are exported, and no other', async () => {
    await button('Export').click();
    await panel.waitForSelector('section[aria-label="Preview"]');
    const scope = await panel.$eval('dialog select', select => (select as HTMLSelectElement).selectedOptions[0]?.text);
    expect(scope).toBe('The selected flows (2)');
    const { flows } = JSON.parse(await panel.$eval('section[aria-label="Preview"]', node => node.textContent ?? ''));
    const live = await devtools.flows();
    expect(flows.map(({ startedAt }: { startedAt: number }) => startedAt)).toEqual([
      live[1]?.startedAt,
      live[3]?.startedAt,
    ]);
    await button('Close').click();
  });

  test('are chosen as a range with Shift, by mouse and by keyboard, and left with a key', async () => {
    await withKey('Control', () => row(1).click());
    await withKey('Shift', () => row(3).click());
    expect(await chosen()).toEqual([1, 2, 3]);
    const press = (key: 'ArrowUp' | 'Home' | 'Escape' | ' ' | 'a') => devtools.window.keyboard.press(key);
    await withKey('Shift', () => press('ArrowUp'));
    expect(await chosen()).toEqual([1, 2]);
    await withKey('Control', () => press('Home'));
    await withKey('Control', () => press(' '));
    expect(await chosen()).toEqual([0, 1, 2]);
    await withKey('Control', () => press('a'));
    expect(await chosen()).toEqual([0, 1, 2, 3]);
    await press('Escape');
    expect(await chosen()).toEqual([0]);
    await row(2).click();
    await panel.waitForSelector('[role="tablist"]');
    await button('Back').click();
    await panel.waitForSelector('.row.flow');
    expect(await chosen()).toEqual([2]);
  });
});

/** How long a phase took, and whether a pause stands between two. */
const PHASE = /^(?:discovery|accounts|user|assertion|settle|continuation|unknown)(?: \d+)?\.(?:basis|duration): /;

test('two successful sign-ins differ only in what differs each time', async () => {
  // What is found 10 s after a call is found for both.
  await devtools.until(log =>
    log.flows.every(
      ({ outcome, findings }) => outcome.status !== 'fulfilled' || findings.some(({ code }) => code === 'TokenNotSent'),
    ),
  );
  await button('Compare').click();
  await panel.waitForSelector('::-p-aria([name="Compare flows"][role="dialog"])');
  await chooseFlows(1, 2);
  expect((await compared()).filter(line => !PHASE.test(line))).toEqual([]);
  await panel.locator('dialog input[type="checkbox"]').click();
  expect(await compared()).toEqual(
    expect.arrayContaining([
      'payload.nonce: new each time',
      'payload.aud: same',
      'identity.providers[0].clientId: same',
    ]),
  );
  await panel.locator('dialog input[type="checkbox"]').click();
});

test('a good and a bad one differ in what made the difference, and it comes first', async () => {
  await chooseFlows(1, 3);
  expect(await compared()).toEqual(
    expect.arrayContaining(['identity.providers[0].clientId: differs', 'status: differs']),
  );
  expect((await compared())[0]).toBe('status: differs');
  await button('Close').click();
});

test('an imported flow can be held against a live one', async () => {
  const at = path.join(folder, 'theirs.json');
  await writeFile(at, exportCapture([sampleFlow()], optionsFor('none')));
  await choose(panel, at);
  await waitIn(panel, `document.querySelector('.row.file') !== null`, () =>
    panel.$eval('body', node => node.textContent ?? ''),
  );
  await button('Compare').click();
  await panel.waitForSelector('::-p-aria([name="Compare flows"][role="dialog"])');
  await chooseFlows(4, 1);
  expect(
    await panel.$eval('dialog select', select => (select as HTMLSelectElement).selectedOptions[0]?.text),
  ).toContain('theirs.json');
  expect(await compared()).toContain('payload.iss: differs');
});

test('a flow that comes back with its values replaced differs in nothing, and what cannot be compared is counted', async () => {
  await button('Close').click();
  const [, live] = await devtools.flows();
  const at = path.join(folder, 'back.json');
  await writeFile(at, exportCapture(live === undefined ? [] : [live], optionsFor('secrets')));
  await choose(panel, at);
  await waitIn(panel, `document.querySelectorAll('.row.file').length === 2`, () =>
    panel.$eval('body', node => node.textContent ?? ''),
  );
  await button('Compare').click();
  await panel.waitForSelector('::-p-aria([name="Compare flows"][role="dialog"])');
  await chooseFlows(5, 1);
  expect(await compared()).toEqual([]);
  expect(await panel.$eval('dialog output', node => node.textContent)).toMatch(
    /^No difference · [1-9]\d* not comparable/,
  );
  await panel.locator('dialog input[type="checkbox"]').click();
  expect(await compared()).toEqual(
    expect.arrayContaining(['identity.providers[0].clientId: replaced', 'payload.nonce: new each time']),
  );
});
