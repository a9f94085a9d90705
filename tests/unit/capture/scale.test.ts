import { describe, expect, it } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { importInSteps } from '../../../src/core/capture/import.ts';
import { finishInPauses, type Progress } from '../../../src/core/capture/steps.ts';
import type { Flow } from '../../../src/core/model.ts';
import { optionsFor, sampleFlow } from './sample.ts';

/** The browser test exports and imports ten times as many. */
const FLOWS = 500;

/** A flow of some 20 KB, most of it in a body. */
function largeFlow(at: number): Flow {
  const flow = sampleFlow(`flow-${at}`);
  const [exchange] = flow.exchanges;
  const accounts = Array.from({ length: 75 }, (_, id) => ({
    id: `account-${id}`,
    name: `Person ${id} of ${at % 10}`,
    email: `person.${id}@mail.example`,
    picture: `https://idp.example/pictures/${id}.png`,
    approved_clients: ['shop-client'],
  }));
  if (exchange) exchange.response.body = JSON.stringify({ accounts });
  return flow;
}

describe('one flow with a body of a megabyte', () => {
  it.each(['json', 'har', 'report'] as const)('is redacted in short steps: %s', format => {
    const flow = largeFlow(0);
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The sample has an exchange.');
    const { body = '' } = exchange.response;
    const accounts = JSON.parse(body).accounts as object[];
    exchange.response.body = JSON.stringify({ accounts: Array.from({ length: 90 }, () => accounts).flat() });
    expect(exchange.response.body.length).toBeGreaterThan(1e6);
    const steps = exportInSteps(format, [flow], optionsFor('secrets'));
    let pauses = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) pauses += 1;
    expect(pauses).toBeGreaterThan(200);
    expect(step.value.parts.join('')).not.toContain('Person 7');
  });
});

describe('500 flows, about 10 MB', () => {
  it('are exported and imported in short steps', async () => {
    const flows = Array.from({ length: FLOWS }, (_, at) => largeFlow(at));
    let last: Progress = { done: 0, total: 1 };
    let pauses = 0;
    const pacing = {
      pause: async () => {
        pauses += 1;
      },
      onProgress: (progress: Progress) => {
        last = progress;
      },
    };
    const { parts } = await finishInPauses(exportInSteps('json', flows, optionsFor('secrets')), pacing);
    expect(pauses).toBeGreaterThanOrEqual(FLOWS);
    expect(last).toEqual({ done: FLOWS, total: FLOWS });

    const file = new TextEncoder().encode(parts.join(''));
    expect(file.length).toBeGreaterThan(9e6);
    pauses = 0;
    const imported = await finishInPauses(importInSteps(file, 1), pacing);
    expect(imported.flows).toHaveLength(FLOWS);
    expect(pauses).toBeGreaterThanOrEqual(FLOWS);
  }, 60_000);
});
