import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Meeting } from '../../src/protocol/limits.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { type Inspected, type Rig, startRig } from './rig.ts';

const script = (text: string) => `<script>${text}</script>`;

/** Forges the handshake as often as it can, speaks nonsense on every line, and waits for a bridge to rob. */
const FORGER = `
  globalThis.heard = 0;
  globalThis.stolen = [];
  const meeting = documentPictureInPicture;
  const words = [0, -1, 1, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), -2.5, 'text', '', null, undefined, {}, [], 1n, new Date(0), { valueOf: 5 }];
  let lines = 0;
  globalThis.forge = times => {
    for (let i = 0; i < times; i++) {
      const line = i % 20 ? 'forged ' + lines++ : '';
      meeting.addEventListener(line, () => stolen.push(status));
      status = line;
      meeting.dispatchEvent(new Event('${Meeting.Handshake}', { cancelable: i % 2 > 0 }));
      const bell = new Event(line);
      for (const word of words) {
        status = word;
        meeting.dispatchEvent(i % 5 ? new Event(line) : bell);
        meeting.dispatchEvent(new MessageEvent(line, { data: word }));
      }
    }
    status = '${Meeting.Handshake}';
    for (const target of [meeting, window, document, performance]) {
      target.dispatchEvent(new MessageEvent('${Meeting.Handshake}', { ports: [new MessageChannel().port1] }));
      target.dispatchEvent(new CustomEvent('${Meeting.Handshake}', { detail: 'line' }));
    }
    status = '';
  };
  for (const target of [window, document, performance, meeting]) {
    for (const capture of [true, false]) {
      target.addEventListener('${Meeting.Handshake}', event => { if (!globalThis.forging) heard++; event.stopImmediatePropagation(); event.preventDefault(); }, capture);
    }
  }
  globalThis.forging = true; forge(50); globalThis.forging = false;
`;

/** Makes every built-in that an observer could lean on throw. */
const SABOTEUR = `
  const fail = () => { throw new Error('sabotage'); };
  for (const owner of [MessagePort, EventTarget, Event, MessageEvent, MessageChannel, Performance, Promise, Array, Map, Set, String, Function, Object].map(({ prototype }) => prototype)) {
    for (const name of Reflect.ownKeys(owner)) {
      if (name === 'constructor' || (owner === Promise.prototype && name === 'then') || (owner === Object.prototype && typeof name === 'string' && name.startsWith('__'))) continue;
      try { Object.defineProperty(owner, name, { configurable: true, get: fail, set: fail }); } catch {}
    }
  }
  for (const name of ['stringify', 'parse']) JSON[name] = fail;
  for (const name of ['Proxy', 'Error', 'Event', 'documentPictureInPicture', 'status', 'performance', 'addEventListener', 'dispatchEvent']) Object.defineProperty(globalThis, name, { get: fail });
`;

/** Meets the hook's bridge in a child that it prepared, and lies on its line. */
const IMPOSTOR = `
  const frame = document.createElement('iframe');
  frame.src = '/plain';
  document.body.append(frame);
  const there = frame.contentWindow;
  const meeting = there.documentPictureInPicture;
  meeting.addEventListener('${Meeting.Handshake}', event => {
    event.stopImmediatePropagation();
    event.preventDefault();
    const line = there.status;
    there.status = '1 9';
    let bell;
    let lied = false;
    const say = text => {
      there.status = text;
      meeting.dispatchEvent(bell);
    };
    meeting.addEventListener(line, event => {
      bell ??= event;
      if (event === bell || there.status >= 0 || lied) return;
      lied = true;
      const lie = (n, more) => say(JSON.stringify({ call: n, api: 0, at: Date.now(), n, url: 'https://bank.example/', request: 'a lie', tabId: 1, frameId: 0, documentId: 'D', origin: 'https://bank.example', page: { origin: 'https://bank.example' }, ...more }));
      lie(1, {});
      lie(2, { origin: 'https://bank.example', topOrigin: 'https://bank.example' });
      for (const junk of ['', '{', 'null', '[]', '{"t":"call"}', '{"t":"gone"}', '['.repeat(100000), 'x'.repeat(64 << 20), 7, null, {}, new ArrayBuffer(1 << 20), new Map()]) say(junk);
      say(JSON.stringify({ n: 3, call: 1, at: Date.now(), error: { name: 'Lie' } }));
      lie(4, { request: 'x'.repeat(8 << 20) });
    });
  }, true);
`;

let rig: Rig;
let site: TestSite;
let bystander: { page: Page; devtools: Inspected };
beforeAll(async () => {
  rig = await startRig();
  site = await serve({
    '/plain': blank('plain'),
    '/forger': blank('forger', script(FORGER)),
    '/saboteur': blank('saboteur', script(SABOTEUR)),
    '/impostor': blank('impostor', `<body>${script(IMPOSTOR)}`),
    '/frames': blank(
      'frames',
      `<iframe sandbox="allow-scripts" srcdoc="${script(FORGER).replaceAll('"', '&quot;')}"></iframe><iframe src="${'about:blank'}"></iframe>`,
    ),
  });
  const page = await rig.newTab();
  await page.goto(site.url('bystander', '/plain'));
  bystander = { page, devtools: await rig.inspect(page) };
  await bystander.devtools.until(log => log.pageState === 'ready');
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(async () => {
  expect(rig.problems.splice(0).filter(text => !/sabotage/.test(text))).toEqual([]);
  // Whatever one page did, the other tab's log has nothing of it.
  expect((await bystander.devtools.log()).flows).toEqual([]);
  expect((await bystander.devtools.log()).losses).toEqual({ events: 0, flows: 0 });
});

const numbered = (from: number, count: number) =>
  `(async () => { for (let i = ${from}; i < ${from + count}; i++) await navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: '' + i }] } }).then(null, () => {}); })()`;

const clientIds = (flows: readonly { request: unknown }[]) =>
  flows.map(({ request }) => Number(/"clientId":"(\d+)"/.exec(JSON.stringify(request))?.[1]));

const originOf = (name: string) => new URL(site.url(name, '/')).origin;

async function inspected(path: string): Promise<{ page: Page; devtools: Inspected }> {
  const page = await rig.newTab();
  await page.goto(site.url('hostile', path));
  const devtools = await rig.inspect(page);
  return { page, devtools };
}

describe('a page that forges the handshake', () => {
  test('before, while and after the bridge comes gets its own events, and ours are whole', async () => {
    const { page, devtools } = await inspected('/forger');
    await page.evaluate(numbered(0, 5));
    await page.evaluate('forging = true; forge(200); forging = false;');
    await page.evaluate(numbered(5, 5));
    await devtools.until(
      log => log.flows.length === 10 && log.flows.every(({ outcome }) => outcome.status === 'rejected'),
    );
    expect(clientIds(await devtools.flows())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await devtools.log()).losses.events).toBe(0);
    // No listener of the page ever heard the bridge.
    expect(await page.evaluate('heard')).toBe(0);
    const stolen = (await page.evaluate('stolen')) as string[];
    expect(
      stolen
        .filter(text => text.includes('"call":'))
        .every(text => text.includes('"api":0') || text.includes('"error"')),
    ).toBe(true);
    await page.close();
  });

  test('and opens its document anew is heard by a bridge that comes later', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('hostile', '/forger'));
    await page.evaluate(`document.open(); document.write('new'); document.close(); ${numbered(0, 2)}`);
    const devtools = await rig.inspect(page);
    await devtools.until(log => log.flows.length === 2);
    expect(clientIds(await devtools.flows())).toEqual([0, 1]);
    await page.close();
  });
});

test('a page that breaks every built-in is still heard', async () => {
  const { page, devtools } = await inspected('/saboteur');
  const client = await page.createCDPSession();
  await client.send('Runtime.evaluate', {
    expression:
      "navigator.credentials.get({ identity: { providers: [] } }).then(null, () => {}); navigator.login.setStatus('logged-in'); 0",
  });
  await devtools.until(log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status !== 'pending'));
  expect((await devtools.flows()).map(({ api, outcome }) => [api, outcome.status])).toEqual([
    ['credentials.get', 'rejected'],
    ['login.setStatus', 'fulfilled'],
  ]);
  await page.close();
});

/** Puts getters of its own in the place of those that say what a call met, and calls. */
const MASKED = `(async () => {
  globalThis.asked = 0;
  const { credentials } = navigator;
  const lie = { configurable: true, get: () => { asked++; return 'a lie'; } };
  const masks = [[DOMException, 'name'], [UserActivation, 'isActive'], [Navigator, 'userActivation'], [Document, 'visibilityState']];
  for (const [{ prototype }, name] of masks) Object.defineProperty(prototype, name, lie);
  Object.defineProperty(document, 'visibilityState', lie);
  Object.defineProperty(globalThis, 'navigator', { configurable: true, get: lie.get });
  Object.setPrototypeOf(Document.prototype, new Proxy(Node.prototype, { getPrototypeOf: lie.get, getOwnPropertyDescriptor: lie.get }));
  await credentials.get({ signal: AbortSignal.abort(), identity: { providers: [] } }).then(null, () => {});
  const reason = new DOMException('words', 'DataError');
  for (const name of ['name', 'message']) Object.defineProperty(reason, name, lie);
  await credentials.get({ signal: AbortSignal.abort(reason), identity: { providers: [] } }).then(null, () => {});
  return asked;
})()`;

test('getters that a page put in the place of the browser’s are neither run nor believed', async () => {
  const { page, devtools } = await inspected('/plain');
  expect(await page.evaluate(MASKED)).toBe(0);
  await devtools.until(
    log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status === 'rejected'),
  );
  const flows = await devtools.flows();
  expect(JSON.stringify(flows)).not.toContain('a lie');
  expect(flows.map(({ outcome }) => outcome.error?.name)).toEqual(['DOMException', 'DOMException']);
  await page.close();
});

test('a page that has put another clock in the place of its own is told of by the browser’s', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('hostile', '/plain'));
  const [before, after] = (await page.evaluate(`(async () => {
    performance.now = Date.now;
    const before = Date.now();
    await navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
    return [before, Date.now()];
  })()`)) as [number, number];
  const devtools = await rig.inspect(page);
  const [flow] = await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
  expect(flow?.startedAt).toBeGreaterThanOrEqual(before);
  expect(flow?.settledAt).toBeLessThanOrEqual(after);
  await page.close();
});

test('an impostor in a prepared frame can lie about that frame alone', async () => {
  const { page, devtools } = await inspected('/impostor');
  await page.evaluate(numbered(0, 3));
  await devtools.until(({ flows, losses }) => {
    const lies = flows.filter(({ request }) => request === 'a lie');
    return lies.length === 2 && lies.some(({ outcome }) => outcome.status === 'rejected') && losses.events > 0;
  });
  await devtools.until(log => log.flows.filter(({ page: { frameId } }) => frameId === 0).length === 3);
  const flows = await devtools.flows();
  const [top] = flows.filter(({ page: { frameId } }) => frameId === 0);
  for (const flow of flows)
    expect(flow.page).toMatchObject({ origin: originOf('hostile'), topOrigin: originOf('hostile') });
  const lies = flows.filter(({ page: { frameId } }) => frameId !== 0);
  expect(new Set(lies.map(({ page: { documentId } }) => documentId)).size).toBe(1);
  expect(lies[0]?.page.documentId).not.toBe(top?.page.documentId);
  expect(lies.map(({ outcome }) => outcome.status)).toContain('rejected');
  expect((await devtools.log()).losses.events).toBeGreaterThan(0);
  const [frame] = page.frames().filter(each => each !== page.mainFrame());
  expect(frame?.url()).toBe(site.url('hostile', '/plain'));
  await page.close();
});

test('frames of every kind are told apart by the browser, not by what they say', async () => {
  const { page, devtools } = await inspected('/frames');
  await devtools.until(log => log.pageState === 'ready');
  for (const frame of page.frames()) await frame.evaluate(numbered(0, 1));
  const flows = await devtools.until(log => log.flows.length === 3);
  expect(flows.map(({ page: { origin } }) => origin).sort()).toEqual([
    originOf('hostile'),
    originOf('hostile'),
    'null',
  ]);
  expect(new Set(flows.map(({ page: { documentId } }) => documentId)).size).toBe(3);
  await page.close();
});

test('arguments of every kind are recorded, and harm nothing that comes after', async () => {
  const { page, devtools } = await inspected('/plain');
  const count = (await page.evaluate(`(() => {
    const cyclic = {}; cyclic.self = cyclic;
    let deep = {}; for (let i = 0; i < 100000; i++) deep = { deep };
    const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
    const mebibyte = 'x'.repeat(1 << 20);
    const all = [cyclic, deep, 1n, { big: 1n }, Symbol('s'), proxy, { proxy }, window, document, document.all, new WeakMap(), new Uint8Array(1 << 20), Array(1e6), '\\ud800 lone', 'x'.repeat(64 << 20), { [mebibyte]: 1 }, { $type: 'cut', value: 5, bytes: 'x' }, JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'), () => {}, new Error('e'), NaN, -0];
    globalThis.call = async i => {
      const value = all[i];
      try { await navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: 'c', fields: [], surprise: value }] } }); } catch {}
      try { await navigator.login.setStatus('logged-in', value); } catch {}
    };
    return all.length;
  })()`)) as number;
  for (let i = 0; i < count; i++) {
    await page.evaluate(`call(${i})`);
    await devtools.owner.waitForFunction(
      `fedcmLog.flows.length === ${2 * i + 2} && fedcmLog.flows.every(({ outcome }) => outcome.status !== 'pending')`,
      { polling: 20, timeout: 60_000 },
    );
  }
  expect((await devtools.log()).losses).toEqual({ events: 0, flows: 0 });
  await page.close();
});
