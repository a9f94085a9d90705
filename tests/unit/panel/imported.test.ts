import { expect, test } from 'vitest';
import { flowsOfItsFile } from '../../../panel/around.ts';
import { deliveryVerdict } from '../../../panel/summary/delivery-verdict.ts';
import type { ImportedFile } from '../../../src/core/capture/shelf.ts';
import type { Delivery, Flow } from '../../../src/core/model.ts';
import { aFlow } from './a-flow.ts';

const refused: Delivery = {
  url: 'https://rp.example/session',
  method: 'POST',
  where: 'body',
  origin: 'https://rp.example',
  startedAt: 1_000_600,
  response: { status: 401, body: 'redacted' },
};

test('a refusal is judged where the flow was seen, and not where it was imported', () => {
  expect(deliveryVerdict(refused, aFlow())?.title).toBe('The server refused the token');
  expect(deliveryVerdict(refused, aFlow({ imported: true }))).toBeUndefined();
  expect(deliveryVerdict({ ...refused, response: { status: 204 } }, aFlow())).toBeUndefined();
});

test('around an imported flow are those of its own file', () => {
  const [first, second, theirs] = ['1-a', '1-b', '2-a'].map(id => aFlow({ id, imported: true })) as [Flow, Flow, Flow];
  const file = (number: number, flows: Flow[]): ImportedFile => ({
    number,
    name: 'a',
    bytes: 1,
    source: 'capture',
    flows,
  });
  const files = [file(1, [first, second]), file(2, [theirs])];
  expect(flowsOfItsFile(second, files)).toEqual([first, second]);
  expect(flowsOfItsFile(theirs, files)).toEqual([theirs]);
  expect(flowsOfItsFile(aFlow({ id: '3-a' }), files)).toEqual([]);
});
