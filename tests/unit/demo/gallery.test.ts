import { describe, expect, it } from 'vitest';
import { json } from '../../../demo/exchange.ts';
import { headers, members, onceSignedIn, sends, status } from '../../../demo/gallery/answers.ts';
import { pageNames, stages } from '../../../demo/gallery/fault.ts';
import { gallery } from '../../../demo/gallery/index.ts';
import { faultOrigin, readHost, rpOrigin, runOf } from '../../../demo/hosts.ts';
import { gallerySection, oneFault } from '../../../demo/rp/gallery-section.ts';
import { REQUEST_REASONS, USER_INFO_REASONS } from '../../../src/core/diagnosis/index.ts';

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

describe('the gallery as a whole', () => {
  it('produces every reason but those that nothing on loopback can cause', () => {
    const missing = (table: object, produced: readonly string[]) =>
      Object.keys(table).filter(code => !produced.includes(code));
    expect(
      missing(
        REQUEST_REASONS,
        gallery.flatMap(({ expect: { reasons } }) => reasons),
      ).toSorted(),
    ).toEqual([
      'DisabledInFlags',
      'ErrorFetchingSignin',
      'IdTokenInvalidRequest',
      'InvalidSigninResponse',
      'SuppressedBySegmentationPlatform',
    ]);
    expect(
      missing(
        USER_INFO_REASONS,
        gallery.flatMap(fault => fault.expect.userInfoReason ?? []),
      ),
    ).toEqual(['NotSameOrigin', 'NotPotentiallyTrustworthy']);
  });

  it('gives each fault its button, by name and in its stage, and a config URL of its own to copy', () => {
    const html = gallerySection({ port: 8080, run: undefined, here: 'plain' });
    const copied = [...html.matchAll(/data-copy="([^"]+)"/g)].map(match => match[1]);
    expect(copied).toEqual(
      stages.flatMap(stage =>
        gallery
          .filter(fault => fault.stage === stage)
          .map(({ name }) => `http://${name}.idp-faults.localhost:8080/config.json`),
      ),
    );
    for (const { name, page = 'plain' } of gallery) {
      const button = page === 'plain' ? `id="run-${name}"` : `//${page}.rp.localhost:8080/?fault=${name}`;
      expect(html, name).toContain(button);
    }
  });

  it('shows one fault alone, with its button, on the page that it needs', () => {
    for (const fault of gallery) {
      const here = fault.page ?? 'plain';
      expect(oneFault(fault, { port: 8080, run: undefined, here })).toContain(`id="run-${fault.name}"`);
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
