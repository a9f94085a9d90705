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

test('every site may be watched, and none is reached in another way', () => {
  expect(manifest['host_permissions']).toEqual(['<all_urls>']);
  expect(manifest).not.toHaveProperty('optional_host_permissions');
});

test('one script stands in pages for good, and it is the hook', () => {
  expect(manifest['content_scripts']).toMatchObject([{ js: ['hook.js'], world: 'MAIN', run_at: 'document_start' }]);
});

test('the extension’s pages run and load nothing but their own files, and fetch from where providers may be', () => {
  const { extension_pages: policy } = manifest['content_security_policy'] as { extension_pages: string };
  const directives = new Map(
    policy.split(';').map(text => [text.trim().split(' ')[0], text.trim().split(' ').slice(1)]),
  );
  expect(Object.fromEntries(directives)).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'connect-src': ['https:', 'http://localhost:*', 'http://*.localhost:*', 'http://127.0.0.1:*'],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
  });
});
