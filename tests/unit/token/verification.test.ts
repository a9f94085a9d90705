import { describe, expect, test } from 'vitest';
import { joinVerified, signatureCheck, type Verification } from '../../../src/core/token/verification.ts';

const research = { fetched: [] };
const passed: Verification = { verified: true, algorithm: 'ES256', message: 'Verified.', ...research };
const unreached: Verification = { verified: false, code: 'network', message: 'No answer.', ...research };
const wrong: Verification = { verified: false, code: 'wrong-signature', message: 'Wrong.', ...research };

test('without a verdict it says that nothing was verified', () => {
  expect(signatureCheck(unreached)).toEqual({ id: 'signature', status: 'unknown', detail: 'Not verified. No answer.' });
});

describe('what is known of a signature', () => {
  test('gives way to a new verdict, and to nothing less', () => {
    const first = joinVerified(undefined, passed);
    expect(joinVerified(first, unreached)).toEqual(first);
    expect(joinVerified(first, wrong).signature.status).toBe('fail');
    expect(joinVerified(joinVerified(undefined, unreached), passed).signature.status).toBe('pass');
  });

  test('keeps the discovery document of an earlier look', () => {
    const discovery = { issuer: 'https://idp.example' };
    const first = joinVerified(undefined, { ...unreached, discovery });
    expect(joinVerified(first, passed).discovery).toBe(discovery);
  });
});
