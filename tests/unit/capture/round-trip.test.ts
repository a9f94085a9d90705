import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExportFormat, exportCapture, exportInSteps } from '../../../src/core/capture/export.ts';
import { type Imported, importInSteps } from '../../../src/core/capture/import.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import type { Flow } from '../../../src/core/model.ts';
import { optionsFor, sampleFlow } from './sample.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const importText = (text: string, number = 1): Imported => finish(importInSteps(bytesOf(text), number));

function exportAs(format: ExportFormat, flows: Flow[], redaction: 'secrets' | 'none' = 'none'): string {
  return finish(exportInSteps(format, flows, optionsFor(redaction))).parts.join('');
}

/** As a second panel would write it: another time, another version, another browser. */
function exportAgain({ flows, frame }: Imported): string {
  const frames = new Map(frame ? [['import-1/', frame]] : []);
  return exportCapture(flows, {
    ...optionsFor('none'),
    creator: { name: 'FedCM Inspector', version: '9.9.9' },
    exportedAt: '2030-01-01T00:00:00.000Z',
    userAgent: 'another',
    dropped: [{ flows: 1, reason: 'of the other log' }],
    frames,
  });
}

const withoutOrigin = (text: string): string =>
  text.replace(/"version": "\d.\d.\d"/, '"version": ""').replace(/"exportedAt": "[^"]*"/, '"exportedAt": ""');

describe('a capture file that is imported and exported again', () => {
  it('differs in its time and creator alone', () => {
    const text = exportAs('json', [sampleFlow('flow-1'), { ...sampleFlow('flow-2'), parent: 'flow-1' }]);
    expect(withoutOrigin(exportAgain(importText(text)))).toBe(withoutOrigin(text));
  });

  it('keeps members that this version does not know, at every level', () => {
    const capture = JSON.parse(exportAs('json', [sampleFlow()]));
    capture.comment = { by: 'a newer version' };
    capture.flows[0].mood = [1, { two: null }];
    capture.flows[0].exchanges[0].response.bodyBytes = 12;
    capture.flows[0].findings[0].evidence[0].weight = 0.5;
    const text = JSON.stringify(capture);
    const again = JSON.parse(exportAgain(importText(text)));
    const origin = { exportedAt: capture.exportedAt, creator: capture.creator };
    expect({ ...again, ...origin }).toEqual(capture);
  });

  it('keeps a member named __proto__ as data, and sets no prototype', () => {
    const text = exportAs('json', [sampleFlow()]).replace(
      /"request": \{/,
      '"request": {"__proto__": {"polluted": true},',
    );
    const again = importText(text);
    expect(again.flows[0]?.request).not.toHaveProperty('polluted');
    expect(Object.hasOwn(Object(again.flows[0]?.request), '__proto__')).toBe(true);
    expect(exportAgain(again)).toContain('"__proto__"');
    expect(exportAs('json', again.flows, 'secrets')).toContain('"__proto__"');
    expect({}).not.toHaveProperty('polluted');
  });

  it('holds for any data that the page passed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (data, body) => {
        const flow = { ...sampleFlow(), request: data, outcome: { status: 'rejected' as const, value: data } };
        const [exchange] = flow.exchanges;
        if (exchange) exchange.response.body = body;
        const text = exportAs('json', [flow]);
        expect(withoutOrigin(exportAgain(importText(text)))).toBe(withoutOrigin(text));
      }),
    );
  });

  it('reads back what a HAR of ours holds', () => {
    const flows = [sampleFlow('flow-1'), sampleFlow('flow-2')];
    const fromHar = importText(exportAs('har', flows));
    expect(withoutOrigin(exportAgain(fromHar))).toBe(withoutOrigin(exportAs('json', flows)));
  });
});

describe('ids of imported flows', () => {
  it('never meet those of live flows or of another import', () => {
    const live = sampleFlow('flow-1');
    const text = exportAs('json', [live, { ...sampleFlow('flow-2'), parent: 'flow-1' }]);
    const log = [live, ...importText(text, 1).flows, ...importText(text, 2).flows];
    expect(new Set(log.map(flow => flow.id)).size).toBe(5);
    expect(log.filter(flow => flow.imported)).toHaveLength(4);
    expect(log[2]?.parent).toBe(log[1]?.id);
    expect(log[1]?.exchanges[1]?.candidates).toEqual([log[1]?.id]);
  });

  it('are written so that a mixed file can be read again', () => {
    const live = sampleFlow('flow-1');
    const copy = importText(exportAs('json', [live]), 1).flows;
    for (const flows of [
      [live, ...copy],
      [...copy, live],
    ]) {
      const again = importText(exportAs('json', flows), 2);
      expect(new Set(again.flows.map(flow => flow.id)).size).toBe(2);
    }
  });
});

describe('what redaction leaves', () => {
  const redacted = (): Flow => {
    const [flow] = importText(exportAs('json', [sampleFlow()], 'secrets')).flows;
    if (!flow) throw new Error('no flow');
    return flow;
  };

  it('is the diagnosis, the checks and the phases', () => {
    const before = sampleFlow();
    const after = redacted();
    expect(after.phases).toEqual(before.phases);
    const read = (flow: Flow) =>
      flow.findings.map(({ code, title, steps, severity, causes, links }) => ({
        code,
        title,
        steps,
        severity,
        causes,
        links,
      }));
    expect(read(after)).toEqual(read(before));
    expect(after.token?.checks.map(check => [check.id, check.status])).toEqual([['audience', 'pass']]);
    expect(after.exchanges.map(exchange => [exchange.role, exchange.request.url, exchange.response.status])).toEqual(
      before.exchanges.map(exchange => [exchange.role, exchange.request.url, exchange.response.status]),
    );
  });

  it('shows equal values as equal, in the request, the bodies and the token', () => {
    const flow = redacted();
    const accounts = JSON.parse(flow.exchanges[0]?.response.body ?? '').accounts[0];
    const payload = JSON.parse(
      Buffer.from(String(flow.outcome.credential?.token).split('.')[1] ?? '', 'base64url').toString(),
    );
    const form = new URLSearchParams(flow.exchanges[1]?.request.body);
    expect(payload.email).toBe(accounts.email);
    expect(payload.sub).toBe(accounts.id);
    expect(form.get('account_id')).toBe(accounts.id);
    expect(form.get('client_id')).toBe(payload.aud);
    expect(JSON.parse(form.get('params') ?? '').nonce).toBe(payload.nonce);
    expect(Object.keys(payload)).toContain('favourite_colour');
    expect(payload.exp).toBe(1_763_903_600);
    expect(flow.findings[0]?.evidence[0]?.found).toBe(`"${payload.email}"`);
  });
});
