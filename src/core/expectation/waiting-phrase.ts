import type { ExchangeRole } from '../model.ts';
import type { Guess, Waiting } from './waiting.ts';

const NAMES: Record<ExchangeRole, string> = {
  'well-known': 'well-known',
  config: 'config',
  accounts: 'accounts endpoint',
  'client-metadata': 'client metadata',
  'id-assertion': 'identity assertion endpoint',
  disconnect: 'disconnect endpoint',
  other: 'request',
};

const GUESSES: Record<Guess['kind'], string> = {
  paused: 'prompts are probably paused on this site',
  silent: 'a condition of automatic sign-in is probably not met',
  open: 'it probably decided without any request',
};

export const roleWords = (role: ExchangeRole): string => NAMES[role];

/** What a call waits for, to stand after `waiting for`; undefined where nothing tells. */
export function waitingPhrase(waiting: Waiting): string | undefined {
  switch (waiting.kind) {
    case 'network':
      return `the network: ${roleWords(waiting.role)}${waiting.host && ` of ${waiting.host}`}`;
    case 'chooser':
      return 'the user in the account chooser';
    case 'sign-in-dialog':
      return 'the user in the sign-in dialog';
    case 'sign-in-popup':
      return 'the sign-in pop-up';
    case 'continuation-popup':
      return 'the continuation pop-up';
    case 'error-dialog':
      return 'the user in the error dialog';
    case 'rejection-delay':
      return `the browser’s deliberate delay${waiting.orDialogOf === undefined ? '' : ', or the sign-in dialog'}`;
    case 'no-request':
      return `the browser’s deliberate delay: ${GUESSES[waiting.guess.kind]}`;
    case 'unseen':
      return 'what began before DevTools was opened';
    case 'floor':
      return 'the browser’s 3 s floor';
    case 'unknown':
      return undefined;
  }
}
