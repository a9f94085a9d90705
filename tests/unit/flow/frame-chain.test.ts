import { describe, expect, it } from 'vitest';
import { type FrameFact, frameChain } from '../../../src/core/flow/frame-chain.ts';

const [TOP, MID, LEAF] = ['https://top.example', 'https://mid.example', 'https://leaf.example'];

const fact = (documentId: string, origin: string, ancestors: string[], allowsFedCM?: boolean): FrameFact => ({
  documentId,
  origin,
  ancestors,
  ...(allowsFedCM !== undefined && { allowsFedCM }),
});

const top = fact('top', TOP, [], true);
const mid = fact('mid', MID, [TOP], false);
const leaf = fact('leaf', LEAF, [MID, TOP], false);

describe('the frames above a caller', () => {
  it('are told from the outside in, each with what it is granted', () => {
    expect(frameChain('leaf', [leaf, top, mid])).toEqual([
      { origin: TOP, allowsFedCM: true },
      { origin: MID, allowsFedCM: false },
    ]);
    expect(frameChain('top', [top, mid])).toEqual([]);
  });

  it('are open where frames look alike and differ', () => {
    const twin = fact('twin', MID, [TOP], true);
    expect(frameChain('leaf', [top, mid, twin, leaf])?.[1]).toEqual({ origin: MID });
    expect(frameChain('leaf', [top, mid, { ...twin, allowsFedCM: false }, leaf])?.[1]?.allowsFedCM).toBe(false);
  });

  it('are open where a frame did not answer, and unknown where the caller did not', () => {
    expect(frameChain('leaf', [leaf])).toEqual([{ origin: TOP }, { origin: MID }]);
    expect(frameChain('gone', [top, mid])).toBeUndefined();
  });
});
