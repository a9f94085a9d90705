import { describe, expect, it } from 'vitest';
import { sentStatus } from '../../../src/core/diagnosis/index.ts';

const IDP = 'https://login.idp.example';
const RP = 'https://rp.example';

function answered(dest: string, site: string, value = 'logged-in') {
  const headers = [
    { name: 'Sec-Fetch-Dest', value: dest },
    { name: 'Sec-Fetch-Site', value: site },
  ];
  return {
    request: { url: `${IDP}/session`, headers },
    response: { headers: [{ name: 'set-login', value }] },
    startedAt: 1000,
    duration: 50,
  };
}

/** Each measured on Chromium 156. */
describe('`Set-Login`', () => {
  it.each([
    ['a page of its own', 'document', 'none', undefined],
    ['a redirect on the way to another site', 'document', 'none', RP],
    ['a frame in a page of its own', 'iframe', 'same-origin', IDP],
    ['a frame in a page of its site', 'iframe', 'same-site', 'https://www.idp.example'],
    ['a request of its own page', 'empty', 'same-origin', IDP],
    ['a request of a page of its site', 'empty', 'same-site', 'https://www.idp.example'],
  ])('counts on %s', (_, dest, site, top) => {
    expect(sentStatus(answered(dest, site), top)).toEqual({ origin: IDP, value: 'logged-in', at: 1050 });
  });

  it.each([
    ['a frame in another site’s page', 'iframe', 'cross-site', RP],
    ['a request of a frame in another site’s page', 'empty', 'same-origin', RP],
    ['a request of another site’s page', 'empty', 'cross-site', RP],
    ['a frame in another site’s frame in its own page', 'iframe', 'cross-site', IDP],
    ['a request of nobody knows which page', 'empty', 'same-origin', undefined],
  ])('does not count on %s', (_, dest, site, top) => {
    expect(sentStatus(answered(dest, site), top)).toBeUndefined();
  });

  it('is not seen where there is none', () => {
    expect(sentStatus({ ...answered('document', 'none'), response: { headers: [] } })).toBeUndefined();
  });
});
