import { clock } from '../diagnosis/memory.ts';
import { embedder, readScene } from '../diagnosis/scene.ts';
import type { Flow } from '../model.ts';
import type { Memory } from './browser-state.ts';
import { QUIET_PERIOD } from './silence.ts';
import { silentLines } from './silent-lines.ts';

/** What Chrome itself said of its memory, where it was asked why a call failed. */
export function chromeMemories(flow: Flow): Memory[] {
  if (flow.chrome === undefined || flow.chrome.overlaps?.length) return [];
  return [...signedOut(flow), ...disabled(flow), ...silent(flow)];
}

const said = ({ startedAt }: Flow, what: string): Pick<Memory, 'at' | 'because'> => ({
  at: startedAt,
  because: `Chrome said of the call at ${clock(startedAt)}: ${what}.`,
});

/** Of several providers it does not say which. */
function signedOut(flow: Flow): Memory[] {
  const idps = soleProvider(flow);
  if (idps === undefined || !flow.chrome?.issues.includes('NotSignedInWithIdp')) return [];
  return [{ kind: 'login-status', origin: idps, state: 'logged-out', ...said(flow, 'not signed in') }];
}

function disabled(flow: Flow): Memory[] {
  if (!flow.chrome?.issues.includes('DisabledInSettings')) return [];
  const what = 'third-party sign-in is off here, by the site’s setting or after a closed prompt';
  return [{ kind: 'cooldown', origin: embedder(flow), state: 'paused', ...said(flow, what) }];
}

function silent(flow: Flow): Memory[] {
  const lines = silentLines(flow);
  if (lines === undefined) return [];
  const idp = soleProvider(flow);
  const { origin } = flow.page;
  const memories: Memory[] = [];
  if (lines.missing.has('quiet-period')) {
    const until = flow.startedAt + QUIET_PERIOD;
    const what = 'an automatic sign-in was made here less than 10 minutes before';
    memories.push({ kind: 'quiet-period', origin: embedder(flow), state: 'quiet', until, ...said(flow, what) });
  }
  if (lines.missing.has('prevent-silent-access'))
    memories.push({
      kind: 'silent-access',
      origin,
      state: 'prevented',
      ...said(flow, 'preventSilentAccess() has been called'),
    });
  if (idp !== undefined && lines.missing.has('grant'))
    memories.push({
      kind: 'connection',
      origin,
      idp,
      state: 'disconnected',
      ...said(flow, 'nobody has signed in here with this identity provider'),
    });
  return memories;
}

function soleProvider(flow: Flow): string | undefined {
  const { providers } = readScene(flow, { earlier: [] });
  return providers.length === 1 ? providers[0]?.configURL?.origin : undefined;
}

/**
 * Joins both: of each thing the later word counts, and an inferred end is kept where Chrome confirms what it is the end
 * of.
 */
export function confirmed(inferred: readonly Memory[], byChrome: readonly Memory[]): Memory[] {
  const isSame = (a: Memory, b: Memory) => a.kind === b.kind && a.origin === b.origin && a.idp === b.idp;
  const latest = byChrome.filter((memory, i) => !byChrome.some((other, j) => j > i && isSame(memory, other)));
  const kept = inferred.map(memory => {
    const word = latest.find(each => isSame(each, memory));
    return word === undefined || word.at < memory.at ? memory : joined(memory, word);
  });
  return [...kept, ...latest.filter(word => !inferred.some(memory => isSame(memory, word)))];
}

const AGREES: Partial<Record<Memory['state'], Memory['state']>> = { 'perhaps-paused': 'paused' };

function joined(memory: Memory, word: Memory): Memory {
  const isConfirmed = (AGREES[memory.state] ?? memory.state) === word.state;
  if (!isConfirmed || memory.until === undefined) return word;
  return { ...memory, state: word.state, because: `${memory.because} ${word.because}` };
}
