import { expect, test } from 'vitest';
import { findLog } from '../../../panel/find-log.ts';

const log = { flows: [], subscribe: () => () => undefined };

/** A panel among the frames of DevTools. */
function panelAmong(...frames: object[]): Window {
  const panel = { parent: { frames } };
  return panel as unknown as Window;
}

const foreign = new Proxy(
  {},
  {
    get() {
      throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
    },
  },
);

test('finds the log that a sibling frame offers, past frames of other origins', () => {
  expect(findLog(panelAmong(foreign, {}, { fedcmLog: log }))).toBe(log);
});

test('takes nothing else for a log', () => {
  expect(findLog(panelAmong({ fedcmLog: 'x' }, { fedcmLog: {} }, foreign))).toBeUndefined();
});
