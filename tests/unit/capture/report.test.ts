import { describe, expect, it } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import type { Flow } from '../../../src/core/model.ts';
import { optionsFor, sampleFlow } from './sample.ts';

const reportOf = (flows: Flow[]): string => finish(exportInSteps('report', flows, optionsFor('none'))).parts.join('');

const rejected = (change: Partial<Flow> = {}): Flow => ({
  ...sampleFlow(),
  outcome: { status: 'rejected', error: { name: 'NetworkError', message: 'Error retrieving a token.' } },
  ...change,
});

const NO_ANSWER = { status: 0, statusText: '', headers: [] };

describe('a report', () => {
  it('says what was asked, what happened, why, how it is known, what to do, and when', () => {
    const report = reportOf([rejected()]);
    for (const words of [
      '## FedCM: The accounts endpoint answered 401',
      'Asked: `credentials.get`, mode `active`, mediation `optional`, configURL `https://idp.example/fedcm/config.json`, clientId `shop-client`, loginHint `alice@mail.example`\n',
      'Happened: rejected after 540 ms, `NetworkError`, `Error retrieving a token.`',
      'Token: `jwt`, 1 check passes, none fails',
      'Reason: `AccountsNoResponse` (certain, from response), to mend at the identity provider',
      '- accounts `$.accounts[0].id`; found `"alice@mail.example"`; expected `https://rp.example`',
      '1. Send `Access-Control-Allow-Origin: https://rp.example`',
      '+20 ms  accounts GET https://idp.example/fedcm/accounts 200, 30 ms',
      '+540 ms  rejected',
    ]) {
      expect(report).toContain(words);
    }
  });

  it('leads with what the panel leads with: advice is no reason of a call that succeeded', () => {
    const report = reportOf([sampleFlow()]);
    expect(report).toContain('## FedCM: credentials.get fulfilled after 540 ms\n');
    expect(report).not.toMatch(/Reason|Evidence/);
    expect(report).toContain('- Also: `AccountsNoResponse` (The accounts endpoint answered 401)\n');
  });

  it('names the frame, the status of an answer without a body, and which of two exchanges is meant', () => {
    const flow = rejected();
    const [accounts] = flow.exchanges;
    if (accounts === undefined) throw new Error('The sample has an exchange.');
    const response = { ...accounts.response, status: 401, error: 'net::ERR_HTTP_RESPONSE_CODE_FAILURE' };
    const other = { ...accounts, id: 'x9', request: { ...accounts.request, url: 'https://other.example/' } };
    const report = reportOf([
      {
        ...flow,
        page: { ...flow.page, topOrigin: 'https://portal.example' },
        exchanges: [{ ...accounts, response }, other, { ...other, id: 'x8', role: 'other', response: NO_ANSWER }],
        findings: flow.findings.map(finding => ({ ...finding, steps: ['Do.', 'Then do.'] })),
      },
    ]);
    expect(report).toContain('in a frame of `https://portal.example`, ');
    expect(report).toContain('accounts GET https://idp.example/fedcm/accounts 401, 30 ms');
    expect(report).toContain('other GET https://other.example/ no answer, ');
    expect(report).toContain('- accounts `https://idp.example/fedcm/accounts` `$.accounts[0].id`; ');
    expect(report).toContain('1. Do.\n2. Then do.\n');
  });

  it('says where the page is not known, as in a HAR file', () => {
    expect(reportOf([{ ...rejected(), page: { url: '', origin: '' } }])).toContain('- Page: not known, 2025-');
  });

  it('says what a call without providers asked for, and never a token', () => {
    expect(reportOf([{ ...sampleFlow(), api: 'login.setStatus', request: 'logged-out' }])).toContain(
      '- Asked: `login.setStatus`, `logged-out`\n',
    );
    const resolve = { ...sampleFlow(), api: 'IdentityProvider.resolve' as const, request: 'secret' };
    expect(reportOf([resolve])).toContain('- Asked: `IdentityProvider.resolve`\n');
  });

  it('fits a screen, however much there is to tell', () => {
    const [finding] = sampleFlow().findings;
    const [exchange] = sampleFlow().exchanges;
    if (!finding || !exchange) throw new Error('The sample has both.');
    const many = Array.from({ length: 100 }, (_, at) => at);
    const report = reportOf([
      rejected({
        findings: many.map(() => ({
          ...finding,
          steps: many.map(String),
          evidence: many.map(() => ({ note: 'x'.repeat(999) })),
        })),
        exchanges: many.map(at => ({ ...exchange, id: `x${at}` })),
      }),
    ]);
    expect(report.split('\n').length).toBeLessThanOrEqual(48);
    expect(report.length).toBeLessThan(6000);
    expect(report).toContain('… and 89 more');
  });

  it('lets no text of a page become markup', () => {
    const hostile = '`]( javascript:x) <img src=x> @team ![a](b) ``` \n\n# Heading';
    const report = reportOf([
      rejected({
        page: { url: hostile, origin: hostile },
        outcome: { status: 'rejected', error: { name: hostile, message: hostile } },
        findings: sampleFlow().findings.map(finding => ({ ...finding, title: hostile, explanation: hostile })),
        deliveries: sampleFlow().deliveries.map(delivery => ({ ...delivery, url: hostile })),
      }),
    ]);
    expect(report).not.toMatch(/^# /m);
    expect(report.match(/^```/gm)).toHaveLength(2);
    expect(report.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '')).not.toMatch(/(?<!\\)<img|(?<!\\)!?\[a\]\(|(?<!\\)@team/);
  });

  it('names the checks that fail, and says when values are replaced', () => {
    const checks = (['issuer', 'nonce'] as const).map(id => ({ id, status: 'fail' as const, detail: '' }));
    const flow = rejected({ token: { kind: 'jwt', problems: ['Padding.'], checks } });
    expect(reportOf([flow])).toContain('Token: `jwt`, 0 checks pass, `issuer`, `nonce` fail, 1 problem of form');
    expect(reportOf([flow])).not.toContain('are replaced');
    expect(finish(exportInSteps('report', [flow], optionsFor('secrets'))).parts.join('')).toContain('are replaced');
  });

  it('puts a line between flows', () => {
    expect(reportOf([rejected(), rejected()]).split('\n---\n')).toHaveLength(2);
  });
});
