import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const manifest: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8'),
);

test('no page and no other extension has a way in', () => {
  for (const door of ['web_accessible_resources', 'externally_connectable', 'sandbox', 'oauth2', 'key', 'update_url']) {
    expect(manifest).not.toHaveProperty(door);
  }
});

test('cookies can be read only once the user has allowed it', () => {
  expect(manifest['permissions']).toEqual(['debugger', 'scripting', 'storage']);
  expect(manifest['optional_permissions']).toEqual(['cookies']);
});

test('one script stands in pages for good, and it is the hook', () => {
  expect(manifest['content_scripts']).toMatchObject([{ js: ['hook.js'], world: 'MAIN', run_at: 'document_start' }]);
});

test('the extension’s pages run and load nothing but their own files', () => {
  const { extension_pages: policy } = manifest['content_security_policy'] as { extension_pages: string };
  const directives = new Map(
    policy.split(';').map(text => [text.trim().split(' ')[0], text.trim().split(' ').slice(1)]),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('style-src')).toEqual(["'self'"]);
  expect(directives.get('img-src')).toEqual(["'self'"]);
  expect(policy).not.toMatch(/unsafe|data:|blob:/);
});
