import { describe, expect, it } from 'vitest';
import { noCall, type QuietPage } from '../../../src/core/expectation/no-call.ts';
import { exchanges, GOOD, IDP, RP } from '../diagnosis/flows.ts';

const quiet = (known: Partial<QuietPage> = {}): QuietPage => ({
  page: { url: `${RP}/`, origin: RP },
  leftovers: [],
  losses: { events: 0 },
  headers: undefined,
  frames: [],
  ...known,
});
const codes = (known: Partial<QuietPage>) => noCall(quiet(known)).map(({ code }) => code);

describe('why no call was seen', () => {
  it('nothing speaks for any reason', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ frames: [RP, 'null'] })).toEqual([]);
  });

  it('requests without a call: a document was not watched', () => {
    const [first] = noCall(quiet({ leftovers: exchanges(GOOD), losses: { events: 2 } }));
    expect(first).toMatchObject({ code: 'call-unseen', reload: true });
    expect(first?.text).toContain(`3 FedCM requests to ${new URL(IDP).host}`);
  });

  it.each([
    ['identity-credentials-get=()', ['policy-forbids']],
    ['camera=(), identity-credentials-get = ( )', ['policy-forbids']],
    ['identity-credentials-get=(self)', []],
    ['x-identity-credentials-get=()', []],
  ])('Permissions-Policy: %s', (value, expected) => {
    expect(codes({ headers: [{ name: 'Permissions-Policy', value }] })).toEqual(expected);
  });

  it('names frames of other origins, each once and not all', () => {
    const frames = ['a', 'b', 'c', 'd', 'a'].map(host => `https://${host}.example`);
    expect(noCall(quiet({ frames }))[0]?.text).toMatch(
      /^https:\/\/a\.example, https:\/\/b.example, https:\/\/c.example and 1 more\./,
    );
  });
});
