/** Goes through faults of the gallery in tabs with the real DevTools, and reads what each of the two says of them. */

import type { Page } from 'puppeteer-core';
import { vi } from 'vitest';
import type { FedCmWatch } from '../../demo/browse.ts';
import type { Fault } from '../../demo/gallery/fault.ts';
import { runFault } from '../../demo/run-fault.ts';
import { diagnose } from '../../src/core/diagnosis/index.ts';
import type { AskResult } from '../../src/core/flow/asking.ts';
import type { FlowLog } from '../../src/core/flow/log.ts';
import type { Api, Flow } from '../../src/core/model.ts';
import { type Inspected, type Rig, waitIn } from './rig.ts';

/** One call of a fault, as the log held it before and after Chrome was asked. */
export interface Told {
  fault: Fault;
  /** Chrome's own reason for this call, read over CDP by the test. */
  reason: string | undefined;
  before: Flow;
  after: Flow;
  asked: AskResult | undefined;
}

declare const fedcmLog: FlowLog;

/** The calls that Chrome may have a reason for. */
const APIS: readonly Api[] = ['credentials.get', 'IdentityProvider.getUserInfo', 'IdentityCredential.disconnect'];

/**
 * @param lanes Tabs at work at the same time, each in a window of its own: a page behind another is never painted.
 * @returns The calls in the order of `faults`, those of one fault by their start.
 */
export async function walkGallery(rig: Rig, faults: readonly Fault[], lanes: number): Promise<Told[]> {
  const waiting = faults.map((fault, i) => ({ fault, i }));
  const told: Told[][] = [];
  const lane = async () => {
    const page = await rig.newTab('window');
    await page.goto(rig.demo.rp);
    const devtools = await rig.inspect(page);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      told[next.i] = await tell(rig, page, devtools, next.fault, `g${next.i}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return told.flat();
}

async function tell(rig: Rig, page: Page, devtools: Inspected, fault: Fault, run: string): Promise<Told[]> {
  const since = Date.now();
  // Chrome forgets with the page: where the page is left, it has to be listened to beforehand.
  const leaves = fault.call?.kind === 'get-and-leave' || fault.user?.chooser === 'leave-page';
  if (leaves) await devtools.owner.evaluate(() => fedcmLog.asking?.watchNext());
  const { watch } = await within(90_000, fault.name, runFault(page, rig.demo.port, fault, run));
  await complete(rig, devtools, fault, run, since);
  // Chrome's own word may come a moment after the page's; where it never does, the comparison says so.
  const { expect: expected } = fault;
  const isSaid = () =>
    watch.reasons.length >= expected.reasons.length && (!expected.userInfoReason || watch.userInfoReasons.length > 0);
  await vi.waitUntil(isSaid, { timeout: 30_000, interval: 20 }).catch(() => undefined);
  if (leaves) await waitIn(devtools.owner, 'fedcmLog.asking.watching === false', () => lastOf(devtools, since));
  const before = await callsSince(devtools, since);
  const asked = new Map<string, AskResult>();
  for (const { id, outcome } of before) {
    if (outcome.status !== 'rejected') continue;
    const result = await devtools.owner.evaluate(flow => fedcmLog.asking?.ask(flow), id);
    if (result) asked.set(id, result);
  }
  const after = await callsSince(devtools, since);
  await watch.stop();
  const reasons = reasonsByCall(before, watch);
  return before.map((flow, i) => ({
    fault,
    reason: reasons.get(flow.id),
    before: leaves ? withoutChrome(flow) : flow,
    after: after[i] ?? flow,
    asked: asked.get(flow.id),
  }));
}

/** @throws Error naming what did not end within `ms` */
function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms} ms.`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What the rules alone said is gone from the log once Chrome has spoken; they are asked again. */
function withoutChrome({ chrome: _, ...flow }: Flow): Flow {
  return { ...flow, findings: diagnose(flow, { earlier: [] }) };
}

/** Waits until the log has all calls of the run to their end, and every exchange that the servers answered. */
async function complete(rig: Rig, devtools: Inspected, fault: Fault, run: string, since: number): Promise<void> {
  const answered = rig.demo.log.filter(
    ({ at, url, headers, status }) =>
      at >= since &&
      headers['sec-fetch-dest'] === 'webidentity' &&
      new URL(url).hostname.startsWith(`${run}.`) &&
      status !== undefined &&
      // The one redirect that Chrome follows goes by the URL that it ends at.
      !(url.endsWith('/.well-known/web-identity') && status >= 300 && status < 400),
  );
  const all = isCutOff(fault) ? [] : answered.map(({ url }) => url);
  // A call that follows a sign-in asks for the same again. Of one that was replaced, Chrome does not report everything.
  const urls = fault.stage === 'user-info' ? all : [...new Set(all)];
  const blocked = fault.expect.reasons.flatMap(reason => BLOCKED[reason] ?? []);
  const open = fault.expect.pending === true;
  const condition = `(() => {
    const calls = fedcmLog.flows.filter(flow => flow.startedAt >= ${since} && ${JSON.stringify(APIS)}.includes(flow.api));
    const seen = [...calls.flatMap(flow => flow.exchanges), ...fedcmLog.leftovers]
      .filter(({ startedAt }) => startedAt >= ${since})
      .filter(({ response: { body, bodyMissing, error } }) => (body ?? bodyMissing ?? error) !== undefined)
      .map(({ request }) => request.url);
    const times = (list, url) => list.filter(each => each === url).length;
    const urls = ${JSON.stringify(urls)};
    // Which frame withholds a permission is looked up once the call was refused.
    const lookedUp = calls.every(({ page, outcome }) => page.frameId === 0 || outcome.error?.name !== 'NotAllowedError' || page.ancestors);
    return calls.length > 0 && lookedUp && (${open} || calls.every(flow => flow.outcome.status !== 'pending')) &&
      urls.every(url => times(seen, url) >= times(urls, url)) &&
      ${JSON.stringify(blocked)}.every(path => seen.some(url => url.endsWith(path)));
  })()`;
  await waitIn(devtools.owner, condition, () => lastOf(devtools, since));
}

/** What the page's allowlist keeps from the servers, which therefore cannot tell of it. */
const BLOCKED: Readonly<Record<string, string>> = {
  WellKnownBlockedByConnectionAllowlist: '/.well-known/web-identity',
  ConfigBlockedByConnectionAllowlist: '/config.json',
  AccountsBlockedByConnectionAllowlist: '/accounts',
  IdTokenBlockedByConnectionAllowlist: '/assertion',
};

/** Its last request is given up before it is answered, and DevTools never tells of it. */
const isCutOff = ({ expect: { reasons } }: Fault): boolean =>
  reasons.includes('Canceled') || reasons.includes('RpPageNotVisible');

async function callsSince(devtools: Inspected, since: number): Promise<Flow[]> {
  const flows = await devtools.owner.evaluate(
    (from, apis) => fedcmLog.flows.filter(({ startedAt, api }) => startedAt >= from && apis.includes(api)),
    since,
    APIS,
  );
  return [...flows];
}

const lastOf = async (devtools: Inspected, since: number): Promise<string> =>
  JSON.stringify(await callsSince(devtools, since), null, 1).slice(0, 5000);

/**
 * Chrome's reasons carry no call: they come in the order of the calls that failed, `getUserInfo`'s own after the
 * others.
 */
function reasonsByCall(calls: readonly Flow[], { reasons, userInfoReasons }: FedCmWatch): Map<string, string> {
  const get = calls.filter(({ api }) => api === 'credentials.get');
  const failed = get.filter(({ outcome }) => outcome.status === 'rejected' || outcome.status === 'interrupted');
  const userInfo = calls.filter(({ api }) => api === 'IdentityProvider.getUserInfo');
  // With several identity providers a call succeeds though one of them failed.
  const owners = failed.length > 0 ? failed : get;
  const pairs = [
    ...reasons.map((reason, i) => ({ reason, call: owners[i] })),
    ...userInfoReasons.map((reason, i) => ({ reason, call: userInfo[i] })),
  ];
  return new Map(pairs.flatMap(({ reason, call }) => (call ? [[call.id, reason] as const] : [])));
}
