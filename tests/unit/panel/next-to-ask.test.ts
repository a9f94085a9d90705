import { expect, test } from 'vitest';
import { isNextToAsk } from '../../../panel/ask-chrome/offered.ts';
import type { LogView } from '../../../src/core/flow/log-view.ts';
import type { Finding } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

const finding = (certainty: Finding['certainty']): Finding => ({
  code: 'CorsError',
  severity: 'error',
  owner: 'idp',
  certainty,
  source: 'inference',
  title: '',
  explanation: '',
  evidence: [],
  steps: [],
  links: [],
});
const withDebugger = { asking: {} } as LogView;
const without = {} as LogView;

test('Chrome is to be asked next while causes remain, and there is a way to', () => {
  const open = aFailure({ findings: [finding('one-of')] });
  expect(isNextToAsk(open, withDebugger)).toBe(true);
  expect(isNextToAsk(open, without)).toBe(false);
  expect(isNextToAsk({ ...open, imported: true }, withDebugger)).toBe(false);
  expect(isNextToAsk(aFailure({ findings: [finding('likely')] }), withDebugger)).toBe(false);
  expect(isNextToAsk(aFlow(), withDebugger)).toBe(false);
});
