import type { PopupCall, Waiting } from '../../src/core/expectation/waiting.ts';
import { waitingPhrase } from '../../src/core/expectation/waiting-phrase.ts';
import { clockWords, dateWords, tickWords } from '../flow/time.ts';

/** What a pending call waits for at `now` (epoch ms), and how that is known. Times are local. */
export interface WaitingWords {
  title: string;
  text: string;
}

export function explainWaiting(waiting: Waiting, now: number): WaitingWords {
  const title = `Waiting for ${waitingPhrase(waiting) ?? 'something that leaves no trace'}`;
  return { title, text: textOf(waiting, now) };
}

function textOf(waiting: Waiting, now: number): string {
  const ago = `${tickWords(now - waiting.since)} ago`;
  switch (waiting.kind) {
    case 'network':
      if (waiting.isUnderWay)
        return `The accounts came ${ago}. An account was chosen, and the request that asks for its token is under way without an answer: look into the server’s log.`;
      return waiting.role === 'id-assertion'
        ? `The accounts came ${ago}. A silent call shows no dialog, so the identity assertion request is under way, or Chrome delays a rejection. DevTools lists a request once it has ended.`
        : `No answer yet for ${tickWords(now - waiting.since)}. DevTools lists a request once it has ended: look into the server’s log whether it came.`;
    case 'chooser':
      return `Every answer is in order since ${clockWords(waiting.since)}. The dialog may be behind a window.`;
    case 'sign-in-dialog':
      return `The accounts answer of ${waiting.host} failed ${ago}, and Chrome took the user to be signed in there. It offers to sign in again; the dialog may be behind a window, as may the pop-up that it opens.`;
    case 'sign-in-popup':
      return `Opened ${ago}; ${heardWords(waiting.heard, 'no `setStatus` or `close` seen')}. Chrome goes on once ${waiting.host} says \`logged-in\`, or ends the call when the pop-up is closed.`;
    case 'continuation-popup':
      return `Opened ${ago}; ${heardWords(waiting.heard, 'no `resolve` or `close` seen')}. The page of ${waiting.host} in it must call \`IdentityProvider.resolve(token)\`. If the user closed it, the call may stay pending until the page aborts it.`;
    case 'error-dialog':
      return `The token was refused ${ago} (${waiting.code}). The page is told when the user closes Chrome’s error dialog; it may be behind a window.`;
    case 'rejection-delay':
      return delayText(waiting, now);
    case 'no-request':
      return noRequestText(waiting, now);
    case 'unseen':
      return `The call was made ${ago}, before DevTools was opened, so its requests went by unseen. A dialog may be behind a window, or Chrome may hold a rejection back for up to 60 s. Reload the page and call again.`;
    case 'floor':
      return now > waiting.until + LATE
        ? `The token came ${ago}, and the 3 s are over. The page is busy, or its document went away.`
        : `The token came at ${clockWords(waiting.since)}. In passive mode the promise resolves no earlier than 3 s after the choice of the account.`;
    case 'unknown':
      return `The last that was seen was ${ago}.`;
  }
}

const LATE = 2000;

function delayText({ since, until, code, orDialogOf }: Waiting & { kind: 'rejection-delay' }, now: number): string {
  const known = `Chrome knew the reason (${code}) at ${clockWords(since)}`;
  if (now > until + LATE) return `${known}, and the longest delay of 60 s is over: a dialog may be open instead.`;
  const told = `${known}; it tells the page up to 60 s later, by ${clockWords(until)}, so that the page cannot tell the cause from the time.`;
  return orDialogOf === undefined
    ? told
    : `${told} But if it took the user to be signed in at ${orDialogOf}, which was not seen, it offers to sign in again: the dialog may be behind a window.`;
}

function noRequestText({ since, until, guess }: Waiting & { kind: 'no-request' }, now: number): string {
  const delay =
    now > until + LATE
      ? 'the longest delay of 60 s is over'
      : `it tells the page up to 60 s later, by ${clockWords(until)}`;
  const decided = `Chrome has sent no request since the call, ${tickWords(now - since)} ago. It has probably decided without one and holds the rejection back: ${delay}.`;
  switch (guess.kind) {
    case 'paused':
      return `${decided} A prompt was closed on this site at ${clockWords(guess.dismissedAt)}; where that was by its X, Chrome shows none before ${dateWords(guess.end) ?? 'an unknown time'}.`;
    case 'silent':
      return `${decided} A silent call ends so where Chrome remembers no sign-in here, or takes the user to be signed out.`;
    case 'open':
      return `${decided} The user may be signed out at the identity provider as far as Chrome knows, or prompts may be paused or off on this site.`;
  }
}

function heardWords(heard: readonly PopupCall[], none: string): string {
  if (heard.length === 0) return none;
  return `its page called ${heard.map(({ api, at }) => `\`${api}\` at ${clockWords(at)}`).join(', ')}`;
}
