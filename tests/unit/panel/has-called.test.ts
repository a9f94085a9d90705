import { expect, test } from 'vitest';
import { hasCalled } from '../../../panel/list/has-called.ts';
import type { Flow } from '../../../src/core/model.ts';
import { aFlow } from './a-flow.ts';

const { page, startedAt } = aFlow();
const at = (documentId: string, time: number) => ({ documentId, url: page.url, origin: page.origin, at: time });
const from = (documentId: string, more: Partial<Flow> = {}) => aFlow({ page: { ...page, documentId }, ...more });
const navigations = [at('first', startedAt - 1000), at('second', startedAt - 10)];

test('the page shown now has called, or a frame in it', () => {
  expect(hasCalled([from('second')], navigations)).toBe(true);
  expect(hasCalled([from('frame')], navigations)).toBe(true);
});

test('a page before has called, also while it was being left, and this one has not', () => {
  expect(hasCalled([from('first', { startedAt: startedAt - 500 })], navigations)).toBe(false);
  expect(hasCalled([from('frame', { startedAt: startedAt - 500 })], navigations)).toBe(false);
  expect(hasCalled([from('first')], navigations)).toBe(false);
});

test('a page that came back had called', () => {
  expect(hasCalled([from('first')], [...navigations, at('first', startedAt + 1000)])).toBe(true);
});

test('changes of state are no call, and neither is what a pop-up calls', () => {
  expect(hasCalled([from('second', { api: 'credentials.preventSilentAccess' })], navigations)).toBe(false);
  expect(hasCalled([from('second', { api: 'login.setStatus' })], navigations)).toBe(false);
  expect(hasCalled([from('popup', { api: 'IdentityProvider.resolve', parent: 'flow' })], navigations)).toBe(false);
});

test('where no page is known, nothing is said of it', () => {
  expect(hasCalled([from('first')], [])).toBe(true);
  expect(hasCalled([], [])).toBe(false);
});
