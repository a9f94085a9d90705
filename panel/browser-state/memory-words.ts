import type { Memory } from '../../src/core/expectation/browser-state.ts';
import type { DisconnectCall } from '../../src/core/expectation/disconnect-call.ts';
import { clockWords, relationWords } from '../flow/time.ts';

/** What Chrome keeps of one kind: what it does, and what nothing that is seen can tell. */
export interface KindWords {
  kind: Memory['kind'];
  title: string;
  text: string;
  unknown: string;
}

export const KINDS: readonly KindWords[] = [
  {
    kind: 'login-status',
    title: 'Login status',
    text: 'Per identity provider. Logged-out: a passive call ends without any request. One failed accounts answer sets it.',
    unknown: 'No accounts answer, `Set-Login` header or `setStatus` call was seen.',
  },
  {
    kind: 'cooldown',
    title: 'Pause after a closed prompt',
    text: 'Per site. Closing a passive prompt with its X pauses prompts for 2 hours, then 1 day, 7 days, 28 days. Active mode goes on.',
    unknown:
      'No closed prompt was seen. One from before DevTools was opened, and the site setting, cannot be known here.',
  },
  {
    kind: 'quiet-period',
    title: 'Quiet period',
    text: 'Per site. For 10 minutes after an automatic sign-in Chrome makes no other.',
    unknown: 'No automatic sign-in was seen.',
  },
  {
    kind: 'connection',
    title: 'Connected accounts',
    text: 'Per relying party and identity provider. A connected account is a returning one: no disclosure, and perhaps automatic sign-in.',
    unknown: 'No sign-in was seen. Those from before DevTools was opened cannot be known here.',
  },
  {
    kind: 'silent-access',
    title: 'preventSilentAccess',
    text: 'Per relying party. After this call no automatic sign-in happens until the next sign-in.',
    unknown: 'No call was seen. Chrome’s own setting for automatic sign-in cannot be known here.',
  },
];

const STATES: Record<Memory['state'], string> = {
  'logged-in': 'logged-in',
  'logged-out': 'logged-out',
  paused: 'paused',
  'perhaps-paused': 'perhaps paused',
  quiet: 'no automatic sign-in',
  connected: 'connected',
  disconnected: 'not connected',
  prevented: 'no automatic sign-in',
  allowed: 'allowed',
  over: 'over',
};

/** `perhaps paused, step 2, until 16:03:10 (2 hours after)`. */
export function stateWords({ state, step, until }: Memory, now: number): string {
  const end = until === undefined ? undefined : `until ${dayClock(until, now)}`;
  return [STATES[state], step !== undefined && `step ${step}`, end].filter(Boolean).join(', ');
}

/** `12 minutes ago`. */
export function ageWords(at: number, now: number): string {
  const words = relationWords(at, now);
  return words.endsWith('before') ? words.replace(/before$/, 'ago') : 'just now';
}

/** The time of day, with the date where it is another day's. */
function dayClock(at: number, now: number): string {
  const day = new Date(at);
  return day.toDateString() === new Date(now).toDateString()
    ? clockWords(at)
    : `${day.toLocaleDateString('en', { month: 'short', day: 'numeric' })}, ${clockWords(at)}`;
}

/** How to reset a memory: Chrome’s own settings, a line for a console, or neither. */
export type Reset =
  | { kind: 'settings'; label: string; url: string }
  | { kind: 'snippet'; where: string; code: string }
  | { kind: 'advice'; text: string };

const settings = (origin: string): Reset => ({
  kind: 'settings',
  label: 'Site settings',
  url: `chrome://settings/content/siteDetails?site=${encodeURIComponent(origin)}`,
});

export const ALL_SITES = 'chrome://settings/content/federatedIdentityApi';

/** @param known what ends the connection, where the log tells it; else it is left to fill in */
export function resetsOf({ kind, origin, idp, state }: Memory, known?: DisconnectCall): Reset[] {
  switch (kind) {
    case 'login-status': {
      const other = state === 'logged-in' ? 'logged-out' : 'logged-in';
      return [
        {
          kind: 'snippet',
          where: `in the console of a page of ${origin}`,
          code: `navigator.login.setStatus("${other}")`,
        },
      ];
    }
    case 'cooldown':
      return [
        settings(origin),
        { kind: 'advice', text: 'Choosing an account in any mode ends it: active mode ignores it.' },
      ];
    case 'quiet-period':
      return [
        { kind: 'advice', text: 'Choosing an account by hand ends it at once: call with `mediation: "required"`.' },
      ];
    case 'connection':
      return state === 'connected' && idp !== undefined
        ? [
            {
              kind: 'snippet',
              where: `in the console of a page of ${origin}`,
              code: disconnectLine(known ?? { configURL: `${idp}/…`, clientId: '…', accountHint: '…' }),
            },
            settings(origin),
          ]
        : [];
    case 'silent-access':
      return state === 'prevented' ? [{ kind: 'advice', text: 'The next sign-in that succeeds ends it.' }] : [];
  }
}

const disconnectLine = ({ configURL, clientId, accountHint }: DisconnectCall): string =>
  `await IdentityCredential.disconnect({ configURL: ${JSON.stringify(configURL)}, clientId: ${JSON.stringify(clientId)}, accountHint: ${JSON.stringify(accountHint)} })`;
