import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptureError } from '../../../src/core/capture/capture-error.ts';
import { checkSize, LARGEST_FILE } from '../../../src/core/capture/decode-file.ts';
import { exportCapture, exportInSteps } from '../../../src/core/capture/export.ts';
import { importInSteps } from '../../../src/core/capture/import.ts';
import { finish, finishInPauses } from '../../../src/core/capture/steps.ts';
import { callScript } from '../../../src/core/compare/call-script.ts';
import { compareFlows } from '../../../src/core/compare/compare-flows.ts';
import type { Flow } from '../../../src/core/model.ts';
import { optionsFor, sampleFlow } from './sample.ts';

const good = exportCapture([sampleFlow('flow-1'), sampleFlow('flow-2')], optionsFor('none'));
const goodHar = finish(exportInSteps('har', [sampleFlow('flow-1')], optionsFor('none'))).parts.join('');
const encoder = new TextEncoder();

function refusal(file: string | Uint8Array): { code: string; place: string } {
  try {
    finish(importInSteps(typeof file === 'string' ? encoder.encode(file) : file, 1));
  } catch (error) {
    if (error instanceof CaptureError) return { code: error.code, place: error.place };
    throw error;
  }
  return { code: 'none', place: '' };
}

/** The flows of a file that can be read; none of one that is refused. */
function flowsOf(file: Uint8Array): readonly Flow[] {
  try {
    return finish(importInSteps(file, 1)).flows;
  } catch (error) {
    if (error instanceof CaptureError && error.message !== '') return [];
    throw error;
  }
}

/** The good file with one change to its parsed value. */
function changed(change: (capture: ReturnType<typeof JSON.parse>) => void): string {
  const capture = JSON.parse(good);
  change(capture);
  return JSON.stringify(capture);
}

describe('a file that cannot be imported', () => {
  it.each([
    ['an empty file', '', 'empty', ''],
    ['white space', ' \n', 'empty', ''],
    ['another type of file', '\x89PNG\r\n', 'not-json', 'character 0'],
    ['a list', '[]', 'wrong-format', ''],
    ['another JSON file', '{"name":"x"}', 'wrong-format', ''],
    [
      'another format',
      changed(c => {
        c.format = 'x';
      }),
      'wrong-format',
      'format',
    ],
    [
      'version 0',
      changed(c => {
        c.version = 0;
      }),
      'wrong-version',
      'version',
    ],
    [
      'a version in words',
      changed(c => {
        c.version = '1';
      }),
      'wrong-version',
      'version',
    ],
    [
      'flows that are no list',
      changed(c => {
        c.flows = 5;
      }),
      'wrong-shape',
      'flows',
    ],
    [
      'no list of flows',
      changed(c => {
        delete c.flows;
      }),
      'wrong-shape',
      'flows',
    ],
    [
      'an empty object in place of the flows',
      changed(c => {
        c.flows = {};
      }),
      'wrong-shape',
      'flows',
    ],
    [
      'an object in place of the flows',
      changed(c => {
        c.flows = { 0: c.flows[0] };
      }),
      'wrong-shape',
      'flows',
    ],
    [
      'a flow that is no object',
      changed(c => {
        c.flows[1] = null;
      }),
      'wrong-shape',
      'flows[1]',
    ],
    [
      'a URL that is a number',
      changed(c => {
        c.flows[1].page.url = 5;
      }),
      'wrong-shape',
      'flows[1].page.url',
    ],
    [
      'an unknown role',
      changed(c => {
        c.flows[0].exchanges[1].role = 'x';
      }),
      'wrong-shape',
      'flows[0].exchanges[1].role',
    ],
    [
      'a missing member',
      changed(c => {
        delete c.flows[0].outcome;
      }),
      'wrong-shape',
      'flows[0].outcome',
    ],
    [
      'a newer version of another shape',
      changed(c => {
        c.version = 2;
        c.flows[0].api = 'x';
      }),
      'newer-version',
      'flows[0].api',
    ],
    [
      'Chrome’s requests that are no list',
      changed(c => {
        c.flows[0].chrome.requests = 'x';
      }),
      'wrong-shape',
      'flows[0].chrome.requests',
    ],
    [
      'a request of Chrome’s that is nothing',
      changed(c => {
        c.flows[0].chrome.requests = [null];
      }),
      'wrong-shape',
      'flows[0].chrome.requests[0]',
    ],
    [
      'overlaps that are no list',
      changed(c => {
        c.flows[1].chrome.overlaps = 5;
      }),
      'wrong-shape',
      'flows[1].chrome.overlaps',
    ],
    [
      'two flows of one id',
      changed(c => {
        c.flows[1].id = 'flow-1';
      }),
      'duplicate-id',
      'flows[1].id',
    ],
    [
      'two exchanges of one id',
      changed(c => {
        c.flows[1].exchanges[1].id = 'x1';
      }),
      'duplicate-id',
      'flows[1].exchanges[1].id',
    ],
    [
      'two exchanges of one id in a HAR file',
      goodHar.replaceAll('"id":"x2"', '"id":"x1"'),
      'duplicate-id',
      'log.pages, flow-1.exchanges[1].id',
    ],
    ['two lists of flows', good.replace('"flows":', '"flows": [], "flows":'), 'duplicate-member', 'flows'],
    [
      'an infinite time',
      good.replace('"startedAt": 1763900000000.25', '"startedAt": 1e999'),
      'wrong-shape',
      'flows[0].startedAt',
    ],
    [
      'deep nesting',
      good.replace('"request": {', `"deep": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "request": {`),
      'too-deep',
      'flows[0]',
    ],
    ['a hundred thousand lists of lists', `{"format":[${'[[]],'.repeat(1_100_000)}[]]}`, 'too-large', 'format'],
    [
      'a list without end',
      `{"format":"fedcm-capture","flows":[${'1,'.repeat(300_000)}1]}`,
      'too-large',
      'flows[249999]',
    ],
    ['a long value', `{"format":"fedcm-capture","note":"${'x'.repeat(17 << 20)}"}`, 'too-large', 'note'],
    ['a deep document', '['.repeat(100_000), 'too-deep', '[0]'],
    ['objects under empty names', `${'{"":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'too-deep', '""'],
    [
      'a flow just too deep in the document',
      `{"format":"fedcm-capture","flows":[${'['.repeat(255)}${']'.repeat(255)}]}`,
      'too-deep',
      'flows[0]',
    ],
    ['a truncated file', good.slice(0, good.length / 2), 'truncated', 'flows[0]'],
    ['a HAR file without FedCM', '{"log":{"version":"1.2","entries":[]}}', 'no-fedcm', 'log.entries'],
  ])('%s is refused by name and place', (_, file, code, place) => {
    expect(refusal(file)).toEqual({ code, place: code === 'truncated' ? expect.stringMatching(/flows/) : place });
  });

  it('names the byte that is no UTF-8', () => {
    for (const position of [0, 100, 4 * 1024 * 1024 + 1]) {
      const bytes = encoder.encode(`${' '.repeat(position)}é${' '.repeat(9)}`);
      bytes[position] = 0xff;
      expect(refusal(bytes)).toEqual({ code: 'not-utf8', place: `byte ${position}` });
    }
    const split = encoder.encode(`${' '.repeat(4 * 1024 * 1024 - 1)}€ \u0000`);
    split[split.length - 1] = 0xc0;
    expect(refusal(split)).toEqual({ code: 'not-utf8', place: `byte ${split.length - 1}` });
  });

  it.each([
    ['gzip', gzipSync(good), 'gzip', 'byte 1'],
    ['a zip archive', Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), gzipSync(good)]), 'zip', 'byte 7'],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), 'UTF-16', 'byte 0'],
    ['UTF-16 the other way', Buffer.from(`\ufeff${good}`, 'utf16le').swap16(), 'UTF-16', 'byte 0'],
  ])('says what to do about %s', (_, file, words, place) => {
    const bytes = new Uint8Array(file);
    expect(refusal(bytes)).toEqual({ code: 'not-utf8', place });
    expect(() => finish(importInSteps(bytes, 1))).toThrow(words);
  });

  it('is refused by size before it is read', () => {
    expect(() => checkSize(LARGEST_FILE)).not.toThrow();
    expect(() => checkSize(LARGEST_FILE + 1)).toThrow(CaptureError);
  });
});

describe('a file of odd names', () => {
  const odd = { '': { '': [1, { '': 2 }] }, 'log.pages': [1, 2], flows2: {}, 'flows[0]': {}, constructor: [3] };
  const frame = changed(c => Object.assign(c, odd));

  it('is imported with all of them, and written out again', () => {
    const imported = finish(importInSteps(encoder.encode(frame), 1));
    expect(imported.frame).toMatchObject(odd);
    const frames = new Map(imported.frame ? [['import-1/', imported.frame]] : []);
    const again = JSON.parse(exportCapture(imported.flows, { ...optionsFor('none'), frames }));
    expect(again).toEqual(JSON.parse(frame));
  });
});

describe('any change to a real file', () => {
  it.each([
    ['capture', good, 10_000],
    ['HAR', finish(exportInSteps('har', [sampleFlow()], optionsFor('none'))).parts.join(''), 2000],
  ])(
    'is imported, or refused with a CaptureError, never another error: %s',
    (_, real, numRuns) => {
      const bytes = encoder.encode(real);
      const at = fc.nat(bytes.length - 1);
      const mutation = fc.oneof(
        fc.record({ kind: fc.constant('byte' as const), at, with: fc.nat(255) }),
        fc.record({ kind: fc.constant('cut' as const), at, length: fc.integer({ min: 1, max: 400 }) }),
        fc.record({ kind: fc.constant('copy' as const), at, from: at, length: fc.integer({ min: 1, max: 400 }) }),
        fc.record({
          kind: fc.constant('put' as const),
          at,
          text: fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            '"',
            ',',
            'null',
            '1e999',
            '"__proto__":{},',
            '\\',
            '-',
            '{}',
            '"\\ud800"',
          ),
        }),
        fc.record({ kind: fc.constant('end' as const), at }),
      );
      let imported = 0;
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), mutations => {
          let file: Uint8Array = bytes;
          for (const each of mutations) file = mutated(file, each);
          const flows = flowsOf(file);
          if (flows.length > 0) imported += 1;
          // What a changed file still says must not surprise whoever writes it out again, or holds it against another.
          for (const flow of flows.slice(0, 1)) {
            for (const format of ['json', 'har', 'report'] as const) {
              finish(exportInSteps(format, [flow], optionsFor('secrets')));
            }
            compareFlows(flow, flow);
            callScript(flow);
          }
        }),
        { numRuns },
      );
      expect(imported).toBeGreaterThan(100);
    },
    240_000,
  );
});

type Mutation =
  | { kind: 'byte'; at: number; with: number }
  | { kind: 'cut'; at: number; length: number }
  | { kind: 'copy'; at: number; from: number; length: number }
  | { kind: 'put'; at: number; text: string }
  | { kind: 'end'; at: number };

function mutated(file: Uint8Array, mutation: Mutation): Uint8Array {
  const head = file.subarray(0, mutation.at);
  const tail = file.subarray(mutation.at);
  switch (mutation.kind) {
    case 'byte':
      return Buffer.concat([head, Uint8Array.of(mutation.with), tail.subarray(1)]);
    case 'cut':
      return Buffer.concat([head, tail.subarray(mutation.length)]);
    case 'copy':
      return Buffer.concat([head, file.subarray(mutation.from, mutation.from + mutation.length), tail]);
    case 'put':
      return Buffer.concat([head, encoder.encode(mutation.text), tail]);
    case 'end':
      return head;
  }
}

describe('long work', () => {
  const flows = Array.from({ length: 50 }, (_, at) => sampleFlow(`flow-${at}`));
  const pause = () => Promise.resolve();

  it('tells how far it is', async () => {
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
    const { parts } = await finishInPauses(exportInSteps('json', flows, optionsFor('secrets')), { pause, onProgress });
    expect(seen.length).toBeGreaterThanOrEqual(50);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const file = encoder.encode(parts.join(''));
    seen.length = 0;
    const { flows: again } = await finishInPauses(importInSteps(file, 1), { pause, onProgress });
    expect(again).toHaveLength(50);
    expect(seen.length).toBeGreaterThanOrEqual(100);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it.each([
    ['export', () => exportInSteps('har', flows, optionsFor('secrets'))],
    ['import', () => importInSteps(encoder.encode(good), 1)],
  ])('stops in the middle when it is cancelled: %s', async (_, steps) => {
    const cancel = new AbortController();
    let reports = 0;
    const onProgress = () => {
      reports += 1;
      if (reports === 3) cancel.abort(new DOMException('Cancelled', 'AbortError'));
    };
    const work = finishInPauses<unknown>(steps(), { pause, onProgress, signal: cancel.signal });
    await expect(work).rejects.toThrow('Cancelled');
    expect(reports).toBe(3);
  });
});
