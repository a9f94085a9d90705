import { describe, expect, it } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { createPseudonyms, marksIn } from '../../../src/core/capture/pseudonyms.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import { isKnownWord } from '../../../src/core/capture/vocabulary.ts';
import type { Flow } from '../../../src/core/model.ts';
import { spokenWords } from './prose-harvest.ts';
import { jwt, optionsFor, sampleFlow } from './sample.ts';

describe('a preview', () => {
  const exported = finish(exportInSteps('json', [sampleFlow()], optionsFor('secrets')));
  const text = exported.parts.join('');
  const marks = marksIn(text, exported.pseudonyms);

  it('marks the replaced parts, and nothing else', () => {
    const marked = marks.map(mark => text.slice(mark.start, mark.end));
    expect(marked).toContainEqual(expect.stringMatching(/^user-[0-9a-f]{12}@redacted\.example$/));
    expect(marked).toContainEqual(expect.stringMatching(/^eyJ.*\.A+$/));
    for (const mark of marks) expect(exported.pseudonyms.get(text.slice(mark.start, mark.end))).toBe(mark.kind);
    // Putting one filler in place of every mark, nothing that differs between two keys is left.
    const other = finish(exportInSteps('json', [sampleFlow()], { ...optionsFor('secrets'), key: new Uint8Array(32) }));
    const filled = (from: string, all: typeof marks) =>
      all.reduceRight((left, mark) => `${left.slice(0, mark.start)}▮${left.slice(mark.end)}`, from);
    const otherText = other.parts.join('');
    expect(filled(text, marks)).toBe(filled(otherText, marksIn(otherText, other.pseudonyms)));
  });

  it('marks what a report escapes or shortens', () => {
    const flow = sampleFlow();
    const [finding] = flow.findings;
    if (finding === undefined) throw new Error('The sample has a finding.');
    const token = jwt({ alg: 'RS256' }, { sub: '~?~?~?', name: 'Alice Cooper' });
    const asked = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`name${at}`, 'Alice']));
    const told: Flow = {
      ...flow,
      outcome: { status: 'rejected', error: { message: `The token was ${jwt({ alg: 'none' }, asked)}` } },
      findings: [
        {
          ...finding,
          title: 'No account has the hint alice@mail.example',
          explanation: `“alice@mail.example” is not in ${token}.`,
          evidence: [{ found: jwt({ alg: 'RS256' }, asked) }],
        },
      ],
    };
    const report = finish(exportInSteps('report', [told], optionsFor('secrets')));
    const all = report.parts.join('');
    const marked = marksIn(all, report.pseudonyms).map(({ start, end, kind }) => [kind, all.slice(start, end)]);
    const title = all.split('\n')[0] ?? '';
    expect(marked).toContainEqual(['email', title.replace('## FedCM: No account has the hint ', '')]);
    expect(marked.filter(([kind]) => kind === 'email')).toHaveLength(3);
    expect(marked).toContainEqual(['token', expect.stringMatching(/^eyJ[^…]*\.A+$/)]);
    expect(marked).toContainEqual(['token', expect.stringMatching(/^eyJ[^…]*$/)]);
    expect(all).toContain(`found \`${marked.at(-2)?.[1] ?? ''}`);
  });

  it('says that nothing was replaced where secrets are included', () => {
    expect(finish(exportInSteps('json', [sampleFlow()], optionsFor('none'))).pseudonyms.size).toBe(0);
  });
});

describe('a pseudonym', () => {
  it('of a number is a number, wherever the number was seen first', () => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange) exchange.request.url = 'https://idp.example/users/4711/-5.5';
    flow.request = { params: { text: '4711', user: 4711, share: -5.5, as: '-5.5' } };
    const [told] = JSON.parse(finish(exportInSteps('json', [flow], optionsFor('secrets'))).parts.join('')).flows;
    const { text, user, share, as } = told.request.params;
    expect([typeof user, String(user), String(share)]).toEqual(['number', text, as]);
    expect(told.exchanges[0].request.url).toContain(`/users/${text}/${as}`);
  });

  it('is the same for a value in a path, in a query, and bare, however it is escaped', () => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange)
      exchange.request.url = 'https://idp.example/u/alice%40mail.example/alice@mail.example?u=alice%40mail.example';
    const [told] = JSON.parse(finish(exportInSteps('json', [flow], optionsFor('secrets'))).parts.join('')).flows;
    const { loginHint } = told.request.identity.providers[0];
    const escaped = encodeURIComponent(loginHint);
    expect(loginHint).toMatch(/^user-[0-9a-f]{12}@redacted\.example$/);
    expect(told.exchanges[0].request.url).toBe(`https://idp.example/u/${escaped}/${loginHint}?u=${escaped}`);
  });

  it('depends on the value and the key alone', () => {
    const first = createPseudonyms(new Uint8Array(32).fill(1));
    const again = createPseudonyms(new Uint8Array(32).fill(1));
    const other = createPseudonyms(new Uint8Array(32).fill(2));
    expect(first.of('alice', 'name')).toBe(again.of('alice', 'name'));
    expect(first.of('alice', 'name')).not.toBe(other.of('alice', 'name'));
    expect(first.of('alice', 'name')).not.toBe(first.of('bob', 'name'));
    expect(first.of('alice', 'text')).toBe(first.of('alice', 'name'));
  });
});

describe('the vocabulary', () => {
  it('holds every word of our own texts, so that findings and checks read the same when they are redacted', () => {
    const missing = [...spokenWords()].filter(word => !isKnownWord(word));
    expect(missing, 'run `npx tsx tests/unit/capture/prose-harvest.ts`').toEqual([]);
  });
});
