import { describe, expect, it } from 'vitest';
import { json } from '../../../demo/exchange.ts';
import { headers, members, onceSignedIn, sends, status } from '../../../demo/gallery/answers.ts';
import { pageNames } from '../../../demo/gallery/fault.ts';
import { gallery } from '../../../demo/gallery/index.ts';
import { faultOrigin, readHost, rpOrigin, runOf } from '../../../demo/hosts.ts';

describe('gallery', () => {
  it('names every fault once, in a form that fits a host label', () => {
    const names = gallery.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/);
  });

  it('says of every fault that fails what comes of it', () => {
    for (const { name, expect: expected } of gallery) {
      const said = [...expected.reasons, expected.error, expected.session, expected.userInfoReason, expected.pending];
      expect(said.filter(Boolean), name).not.toHaveLength(0);
    }
  });
});

describe('hosts', () => {
  it.each(gallery.map(({ name }) => name))('leads to the provider of %s, on a fresh host too', name => {
    for (const run of [undefined, 'r7']) {
      const { hostname } = new URL(faultOrigin(8080, name, run));
      expect(readHost(hostname)).toEqual({ kind: 'idp', fault: name });
      expect(runOf(hostname)).toBe(run);
    }
  });

  it.each(pageNames)('leads to the page %s', page => {
    for (const run of [undefined, 'r7']) {
      const { hostname } = new URL(rpOrigin(8080, page, run));
      expect(readHost(hostname)).toEqual({ kind: 'rp', page });
      expect(runOf(hostname)).toBe(run);
    }
  });

  it('tells the other servers apart', () => {
    expect(readHost('idp.localhost')).toEqual({ kind: 'idp' });
    expect(readHost('r7.other-idp.localhost')).toEqual({ kind: 'idp' });
    expect(readHost('frame-rp.localhost')).toEqual({ kind: 'frame-rp' });
    expect(readHost('evil-rp.localhost')).toEqual({ kind: 'unknown' });
  });
});

describe('answers', () => {
  const good = json({ token: 'x' }, 200, { vary: 'Origin' });
  const at = {
    request: { method: 'GET', url: new URL('http://idp.localhost/'), headers: new Map(), cookies: new Map(), body: '' },
    origin: 'http://idp.localhost',
    tokensIssued: 0,
    signIns: 0,
    pageLeft: () => Promise.resolve(),
  };

  it('keeps the headers of the good answer', () => {
    expect(sends({}, 500)(good, at)).toMatchObject({ status: 500, body: '{}', headers: { vary: 'Origin' } });
    expect(status(404)(good, at)).toMatchObject({ status: 404, headers: { vary: 'Origin' } });
  });

  it('changes members and headers one by one', () => {
    expect(members({ token: undefined, error: 'y' })(good, at)).toMatchObject({ body: '{"error":"y"}' });
    expect(headers({ vary: '' })(good, at)).toMatchObject({ body: good.body, headers: { vary: '' } });
  });

  it('waits for the first token', () => {
    const faulty = onceSignedIn(status(500));
    expect(faulty(good, at)).toBe(good);
    expect(faulty(good, { ...at, tokensIssued: 1 })).toMatchObject({ status: 500 });
  });
});
