import type { Phase } from '../../src/core/model.ts';

/** Who the time belongs to; one colour each. */
export type PhaseKind = 'network' | 'user' | 'browser' | 'unknown';

export function kindOf(name: Phase['name']): PhaseKind {
  switch (name) {
    case 'discovery':
    case 'accounts':
    case 'assertion':
      return 'network';
    case 'user':
    case 'continuation':
      return 'user';
    case 'settle':
    case 'rejection-delay':
      return 'browser';
    case 'unknown':
      return 'unknown';
  }
}

const NAMES: Record<Phase['name'], string> = {
  discovery: 'discovery',
  accounts: 'accounts',
  user: 'user',
  assertion: 'assertion',
  continuation: 'continuation',
  settle: 'settle',
  'rejection-delay': 'rejection delay',
  unknown: 'unknown',
};

export const phaseName = (name: Phase['name']): string => NAMES[name];

export const KIND_WORDS: Record<PhaseKind, string> = {
  network: 'network',
  user: 'the user',
  browser: 'held back by Chrome',
  unknown: 'not known',
};
