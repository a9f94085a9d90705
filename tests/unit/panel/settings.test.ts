import { expect, test, vi } from 'vitest';

vi.mock('webextension-polyfill', () => ({ default: {} }));

const { DEFAULT_SETTINGS, readSettings } = await import('../../../panel/settings.ts');

test.each([undefined, null, 'x', 7, [], {}, { listWidth: 'wide', showStateChanges: 1 }, { listWidth: -3 }])(
  'what storage should not hold gives way to the defaults: %j',
  stored => {
    expect(readSettings(stored)).toEqual(DEFAULT_SETTINGS);
  },
);

test('keeps what was stored', () => {
  expect(readSettings({ listWidth: 240, showStateChanges: true })).toEqual({ listWidth: 240, showStateChanges: true });
});
