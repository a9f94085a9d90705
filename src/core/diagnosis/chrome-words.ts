import type { ChromeWords, Evidence, Finding, Flow } from '../model.ts';
import { readConsole } from './console-cues.ts';
import { corsEvidence } from './cors-rule.ts';
import { atMost, findingOf } from './fault.ts';
import { fill, LINKS } from './reason.ts';
import { isFailureCode, lookUp } from './reasons.ts';
import { lastOf, readProviderCall, readScene, type Scene } from './scene.ts';

interface Said {
  code: string;
  evidence: Evidence;
}

/** Chrome writes a line at most this long (ms) before the page's clock says the call began, or after it settled. */
const SLACK = 2000;

/**
 * Puts Chrome's own word first. A finding that it confirms becomes certain; a cause that the console names comes before
 * the consequence that the issue names, and what failed beside it, at another identity provider, after both; a finding
 * that it contradicts stays, as a warning, behind Chrome's.
 *
 * @param flow Narrows the log to the time of the call, and fills its values into the texts of reasons that no rule
 * found.
 */
export function refineWithChrome(findings: readonly Finding[], chrome: ChromeWords, flow?: Flow): Finding[] {
  const said = saidBy(chrome, flow);
  if (said.length === 0) return findings.map(finding => withRule(finding, chrome, flow));
  const advice = findings.filter(({ severity }) => severity === 'advice');
  const ours = findings.filter(({ severity }) => severity !== 'advice');
  const codes = new Set(said.map(({ code }) => code));
  const beside = said.filter(entry => isBeside(entry, ours, said));
  const decisive = said.filter(entry => !beside.includes(entry));
  const withoutAccounts = ours.some(isAccountsFault) || said.some(({ code }) => code.startsWith('Accounts'));
  const isEnd = ({ code }: Said) => isConsequence(code, flow) || (code === 'SilentMediationFailure' && withoutAccounts);
  const causes = decisive.filter(entry => !isEnd(entry));
  const ends = decisive.filter(isEnd);
  const left = ours.filter(finding => !codes.has(finding.code) && !isAnsweredBy(finding, codes));
  // A failed accounts answer stands behind the dialog that it led to, of which the issue tells the end.
  const behind = causes.length === 0 && isOfAccounts(ours[0]) ? left.filter(finding => isOfAccounts(finding)) : [];
  const rest = left.filter(finding => !behind.includes(finding));
  const first = [...causes.map(entry => confirm(entry, ours, codes, flow)), ...behind];
  const last = ends.map(entry => confirm(entry, ours, codes, flow));
  const consequences = first.length > 0 ? last.map(asWarning) : last;
  const others = beside.map(entry => confirm(entry, ours, codes, flow));
  const told = [...leading([...first, ...consequences], flow), ...others].map(finding =>
    withRule(finding, chrome, flow),
  );
  const sure = chrome.overlaps?.length ? told.map(asOneOfSeveral) : told;
  return [...sure, ...rest.map(contradicted), ...advice];
}

const isOfAccounts = (finding: Finding | undefined): boolean => finding?.code.startsWith('Accounts') === true;

/** A silent call that gets no accounts ends as one whose conditions are not met (measured on Chromium 156). */
const isAccountsFault = (finding: Finding): boolean => isOfAccounts(finding) && finding.certainty !== 'one-of';

/**
 * Chrome reports each identity provider's failure: one that our rules have as no more than a warning, while they have
 * another as the end.
 */
function isBeside({ code }: Said, ours: readonly Finding[], said: readonly Said[]): boolean {
  if (ours.find(finding => finding.code === code)?.severity !== 'warning') return false;
  const ends = ours.filter(({ severity }) => severity === 'error');
  return ends.some(finding => said.some(other => finding.code === other.code || names(finding, other.code)));
}

const names = ({ causes = [] }: Finding, code: string): boolean => causes.some(cause => cause.code === code);

/** What Chrome gives first is why a rejected call failed, whatever the rules made of it. */
function leading(told: readonly Finding[], flow: Flow | undefined): Finding[] {
  if (flow?.outcome.status !== 'rejected') return [...told];
  return told.map((finding, i) => (i === 0 ? { ...finding, severity: 'error' } : finding));
}

/**
 * Names the rule of CORS that was broken, where Chrome was listened to while it happened; and a redirect, which is
 * none.
 */
function withRule(finding: Finding, { requests = [] }: ChromeWords, flow: Flow | undefined): Finding {
  if (flow === undefined) return finding;
  const scene = sceneOf(flow);
  switch (finding.code) {
    case 'CorsError':
      return { ...finding, evidence: [...corsEvidence(requests, scene), ...finding.evidence] };
    case 'DisconnectNoResponse': {
      const rules = corsEvidence(requests, scene);
      if (rules.length === 0) return finding;
      const title = fill('The disconnect endpoint does not allow {rp} by CORS', scene.values);
      return { ...finding, title, certainty: 'certain', source: 'chrome', evidence: [...rules, ...finding.evidence] };
    }
    case 'IdTokenNoResponse': {
      // A CORS failure ends in the same net error, and has a reason of its own.
      const redirected = scene.providers.some(
        provider => lastOf(provider, 'id-assertion')?.response.error === 'net::ERR_FAILED',
      );
      return redirected
        ? { ...finding, title: 'The identity assertion endpoint redirected', explanation: REDIRECTED }
        : finding;
    }
    default:
      return finding;
  }
}

const REDIRECTED = 'Chrome does not follow redirects of this request. Its answer was not refused by CORS.';

/** Issues name no call: where two calls ran at once, the words may be the other's. */
function asOneOfSeveral(finding: Finding): Finding {
  const shared = 'Another call ran at the same time, and Chrome does not say of which of them it speaks.';
  return atMost({ ...finding, explanation: `${finding.explanation} ${shared}` }, 'likely');
}

function saidBy({ issues, log }: ChromeWords, flow: Flow | undefined): Said[] {
  const from = (flow?.startedAt ?? Number.NEGATIVE_INFINITY) - SLACK;
  const until = (flow?.settledAt ?? Number.POSITIVE_INFINITY) + SLACK;
  const lines = readConsole(log.filter(({ at }) => at >= from && at <= until));
  const said = [
    // Issues about other things (`QuirksModeIssue`) are no reasons.
    ...issues
      .filter(code => !code.endsWith('Issue'))
      .map(code => ({ code, evidence: { path: 'chrome.issues', found: code } })),
    ...lines.map(({ code, text }) => ({ code, evidence: { path: 'chrome.log', found: text } })),
  ];
  return said.filter(({ code }, i) => said.findIndex(other => other.code === code) === i);
}

const isConsequence = (code: string, flow: Flow | undefined): boolean => lookUp(code, flow?.api)?.consequence === true;

/** A finding that left several causes open, one of which Chrome has named. */
const isAnsweredBy = (finding: Finding, codes: ReadonlySet<string>): boolean =>
  finding.certainty === 'one-of' && [...codes].some(code => names(finding, code));

function confirm({ code, evidence }: Said, ours: readonly Finding[], codes: ReadonlySet<string>, flow?: Flow): Finding {
  const own = ours.find(finding => finding.code === code);
  const open = own ?? ours.find(finding => names(finding, code));
  const text = own && own.certainty !== 'one-of' ? own : fromTable(code, flow);
  const known = open?.evidence ?? [];
  const causes = open?.causes?.map(cause => settle(cause, codes));
  return {
    ...text,
    severity: flow?.outcome.status === 'fulfilled' ? 'warning' : (own?.severity ?? 'error'),
    certainty: 'certain',
    source: 'chrome',
    evidence: known.some(({ path, found }) => path === evidence.path && found === evidence.found)
      ? known
      : [...known, evidence],
    ...(causes && { causes }),
  };
}

type Cause = NonNullable<Finding['causes']>[number];

function settle(cause: Cause, codes: ReadonlySet<string>): Cause {
  if (codes.has(cause.code)) return { ...cause, status: 'confirmed', because: 'Chrome says so.' };
  return cause.status === 'fits' ? { ...cause, status: 'ruled-out', because: 'Chrome names another reason.' } : cause;
}

function fromTable(code: string, flow: Flow | undefined): Finding {
  if (!isFailureCode(code)) return unheardOf(code);
  return findingOf({ code, evidence: [] }, flow ? sceneOf(flow).values : {}, 'error', flow?.api);
}

const sceneOf = (flow: Flow): Scene =>
  flow.api === 'credentials.get' ? readScene(flow, { earlier: [] }) : readProviderCall(flow, { earlier: [] });

/** A reason that Chrome learned after this table was written. */
function unheardOf(code: string): Finding {
  return {
    code,
    severity: 'error',
    owner: 'browser',
    certainty: 'certain',
    source: 'chrome',
    title: `Chrome names the reason ${code}`,
    explanation: 'This reason is newer than the table of this tool.',
    evidence: [],
    steps: ['Look the name up in the specification and in the release notes of Chrome.'],
    links: [LINKS.spec],
  };
}

const asWarning = (finding: Finding): Finding => ({ ...finding, severity: 'warning' });

const DIFFERS = 'Chrome names another reason.';

function contradicted(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding;
  const explanation = finding.explanation.endsWith(DIFFERS) ? finding.explanation : `${finding.explanation} ${DIFFERS}`;
  return atMost({ ...finding, severity: 'warning', explanation }, 'likely');
}
