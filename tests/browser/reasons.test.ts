import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../demo/gallery/fault.ts';
import { gallery } from '../../demo/gallery/index.ts';
import { REQUEST_REASONS } from '../../src/core/diagnosis/index.ts';
import type { Finding } from '../../src/core/model.ts';
import { type Told, walkGallery } from './gallery-walk.ts';
import { reasonsTable } from './reasons-table.ts';
import { startRig } from './rig.ts';

/** Behind the end that Chrome names: what made it show the dialog that was then dismissed, or end a silent call. */
const HIDDEN: Readonly<Record<string, string>> = {
  'mismatch-404': 'AccountsHttpNotFound',
  'mismatch-401': 'AccountsNoResponse',
  'mismatch-cookie-lax': 'AccountsNoResponse',
  'mismatch-empty': 'AccountsListEmpty',
  'silent-accounts-401': 'AccountsNoResponse',
};

/** Nobody outside of Chrome can tell these from what looks the same to the page and on the wire. */
const UNTOLD: ReadonlySet<string> = new Set([
  // How a dialog or a pop-up was closed, and whether the page was left before or after.
  'UiDismissedNoEmbargo',
  'ShouldEmbargo',
  'RpPageNotVisible',
  'sign-in-popup-gives-up',
  // A blocked redirect and a CORS failure leave the same trace.
  'CorsError',
  'assertion-redirect',
  // Without a request: never signed in here, or prompts are off.
  'NoAccountSharingPermission',
  'NoApiPermission',
]);

const MOST_CAUSES = 4;

const LANES = 3;

const canBeTold = ({ fault, reason = '' }: Told): boolean =>
  HIDDEN[fault.name] !== undefined || !(UNTOLD.has(reason) || UNTOLD.has(fault.name));

/** What is to be named: the cause behind Chrome's reason, else that reason. */
const wanted = ({ fault, reason }: Told): string | undefined => reason && (HIDDEN[fault.name] ?? reason);

const nameOf = ({ fault, before }: Told): string => `${fault.name} (${before.api})`;

const SERVER_REFUSED = 'ServerRefusedToken';

const isAccepted = ({ fault }: Told): boolean => fault.expect.session === 'accepted';

const leading = ({ findings }: { findings: readonly Finding[] }): Finding | undefined =>
  findings.find(({ severity }) => severity !== 'advice');

const errors = ({ findings }: { findings: readonly Finding[] }): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

/** Those that need a switch of their own run in a browser of their own. */
const special = gallery.filter(({ features }) => features !== undefined);
/** Tokens that Chrome hands over differ in nothing that it has a reason for: a few stand for all. */
const isOneOfMany = ({ stage }: Fault, i: number): boolean => stage === 'token' && i % 6 !== 0;
const plain = gallery.filter((fault, i) => fault.features === undefined && !isOneOfMany(fault, i));

let told: Told[] = [];
const problems: string[] = [];

beforeAll(async () => {
  told = (await Promise.all([walk(plain, LANES), walk(special, 1)])).flat();
}, 1_200_000);

async function walk(faults: readonly Fault[], lanes: number): Promise<Told[]> {
  const features = [...new Set(faults.flatMap(fault => fault.features ?? []))];
  const rig = await startRig({ args: features.length > 0 ? [`--enable-features=${features.join()}`] : [] });
  try {
    return await walkGallery(rig, faults, lanes);
  } finally {
    // The one page that refuses the config URL itself: Chrome names the script that called, which is the hook.
    problems.push(...rig.problems.filter(text => !text.includes('csp-connect-src')));
    await rig.close();
  }
}

afterAll(() => {
  expect(problems).toEqual([]);
});

describe('what Chrome says of the gallery', () => {
  it('is what each fault promises', () => {
    for (const fault of [...plain, ...special]) {
      const { reasons, userInfoReason } = fault.expect;
      const said = told.filter(each => each.fault === fault).flatMap(({ reason }) => reason ?? []);
      expect(said, fault.name).toEqual([...reasons, ...(userInfoReason ? [userInfoReason] : [])]);
    }
  });
});

it('stands in docs/reasons.md as it is; `-u` writes it anew', async () => {
  await expect(reasonsTable(told.filter(({ reason }) => reason))).toMatchFileSnapshot('../../docs/reasons.md');
});

describe('the rules alone', () => {
  it('name the reason wherever it can be told', () => {
    const missed = told
      .filter(each => wanted(each) !== undefined && canBeTold(each))
      .filter(each => leading(each.before)?.code !== wanted(each) || leading(each.before)?.certainty === 'one-of')
      .map(each => `${nameOf(each)}: ${wanted(each)}, not ${shown(leading(each.before))}`);
    expect(missed).toEqual([]);
  });

  it('list it among a few causes where it cannot', () => {
    const missed = told
      .filter(each => wanted(each) !== undefined && !canBeTold(each))
      .filter(each => {
        const finding = leading(each.before);
        const fitting = finding?.causes?.filter(({ status }) => status === 'fits').map(({ code }) => code) ?? [];
        const isNamed = finding?.code === wanted(each) && finding?.certainty !== 'one-of';
        return !isNamed && !(fitting.length <= MOST_CAUSES && fitting.includes(wanted(each) ?? ''));
      })
      .map(each => `${nameOf(each)}: ${wanted(each)}, not ${shown(leading(each.before))}`);
    expect(missed).toEqual([]);
  });

  it('are never certain of a wrong one', () => {
    const wrong = told
      .filter(each => wanted(each) !== undefined)
      .filter(({ before }) => before.outcome.status !== 'fulfilled')
      .filter(each => leading(each.before)?.certainty === 'certain' && leading(each.before)?.code !== wanted(each))
      .map(each => `${nameOf(each)}: ${wanted(each)}, not ${shown(leading(each.before))}`);
    expect(wrong).toEqual([]);
  });

  it('name failures of which Chrome reports nothing by names of our own', () => {
    const silent = told.filter(({ reason, before }) => reason === undefined && before.outcome.status === 'rejected');
    expect(silent.length).toBeGreaterThan(0);
    const missed = silent
      .filter(({ before }) => {
        const finding = leading(before);
        return !finding || finding.certainty === 'one-of' || finding.code in REQUEST_REASONS;
      })
      .map(each => `${nameOf(each)}: ${shown(leading(each.before))}`);
    expect(missed).toEqual([]);
  });

  it('name the iframe that withholds the permission', () => {
    const titleOf = (name: string) => {
      const call = told.find(({ fault }) => fault.name === name)?.before;
      // The port, and the label of this run, are others each time.
      return (
        call &&
        leading(call)
          ?.title.replace(/:\d+/g, '')
          .replace(/\bg\d+\./g, '')
      );
    };
    expect(titleOf('frame-without-allow')).toBe(
      'The iframe in http://rp.localhost that embeds http://frame-rp.localhost lacks `allow="identity-credentials-get"`',
    );
    expect(titleOf('inner-frame-without-allow')).toBe(
      'The iframe in http://frame-rp.localhost that embeds http://inner.frame-rp.localhost lacks `allow="identity-credentials-get"`',
    );
  });

  it('find no error in a call that succeeded', () => {
    const good = told.filter(({ before }) => before.outcome.status === 'fulfilled');
    expect(good.length).toBeGreaterThan(15);
    const wrong = good
      .map(each => ({ name: nameOf(each), found: [...errors(each.before), ...errors(each.after)], each }))
      // What the relying party's own server says to the token is a later step, with a failure of its own.
      .filter(({ found, each }) => found.some(code => code !== SERVER_REFUSED || isAccepted(each)))
      .map(({ name, found }) => `${name}: ${found.join()}`);
    expect(wrong).toEqual([]);
  });
});

describe('with Chrome’s own word', () => {
  const asked = () => told.filter(each => wanted(each) !== undefined && each.before.outcome.status !== 'fulfilled');

  it('every reason is right, and certain', () => {
    const wrong = asked()
      .filter(each => {
        const finding = leading(each.after);
        return finding?.code !== wanted(each) || finding?.certainty !== 'certain';
      })
      .map(
        each => `${nameOf(each)}: ${wanted(each)}, not ${shown(leading(each.after))} (${JSON.stringify(each.asked)})`,
      );
    expect(wrong).toEqual([]);
  });

  it('the finding keeps Chrome’s words', () => {
    for (const { fault, after, reason } of asked())
      expect([fault.name, after.chrome?.issues]).toEqual([fault.name, [reason]]);
  });
});

function shown(finding: Finding | undefined): string {
  const fits = finding?.causes?.filter(({ status }) => status === 'fits').map(({ code }) => code) ?? [];
  return finding === undefined
    ? 'nothing'
    : `${finding.code}, ${finding.certainty}${fits.length > 0 ? ` of ${fits.join()}` : ''}`;
}
