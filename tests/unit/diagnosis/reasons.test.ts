import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { REQUEST_REASONS, USER_INFO_REASONS } from '../../../src/core/diagnosis/index.ts';
import { fill } from '../../../src/core/diagnosis/reason.ts';
import { UNREPORTED } from '../../../src/core/diagnosis/reasons/unreported.ts';

const protocol = readFileSync(createRequire(import.meta.url).resolve('devtools-protocol/types/protocol.d.ts'), 'utf8');

function valuesOf(type: string): string[] {
  const union = new RegExp(`type ${type} = \\(([^)]*)\\)`).exec(protocol)?.[1] ?? '';
  return [...union.matchAll(/'(\w+)'/g)].flatMap(match => match[1] ?? []).sort();
}

describe('the table of reasons', () => {
  it.each([
    ['FederatedAuthRequestIssueReason', REQUEST_REASONS, 47],
    ['FederatedAuthUserInfoRequestIssueReason', USER_INFO_REASONS, 9],
  ])('holds every value of %s, and no other', (type, table, length) => {
    expect(valuesOf(type)).toHaveLength(length);
    expect(Object.keys(table).sort()).toEqual(valuesOf(type));
  });

  it.each([REQUEST_REASONS, USER_INFO_REASONS, UNREPORTED].flatMap(table => Object.entries(table)))(
    '%s has its texts, with known places only',
    (_code, reason) => {
      for (const text of [reason.title, reason.explanation, reason.decidedBy, ...reason.steps]) {
        expect(text.length).toBeGreaterThan(3);
        expect(fill(text, {})).not.toMatch(/\{(idp|rp|configURL|wellKnown|clientId)\}/);
      }
      expect(reason.steps.length).toBeGreaterThan(0);
      expect(reason.links.length).toBeGreaterThan(0);
      for (const link of reason.links) expect(link).toMatch(/^https:\/\//);
    },
  );
});
