import type { FlowingCapture } from './export.ts';

/** The text of a capture file in pieces: what stands before the flows, each flow, what stands after. */
export function* captureParts({ flows, ...frame }: FlowingCapture): Generator<string | undefined, void> {
  yield `${JSON.stringify(frame, null, 2).slice(0, -2)},\n  "flows": [`;
  let separator = '';
  for (const flow of flows) {
    if (flow === undefined) {
      yield;
      continue;
    }
    yield `${separator}\n    ${JSON.stringify(flow, null, 2).replaceAll('\n', '\n    ')}`;
    separator = ',';
  }
  yield separator === '' ? ']\n}\n' : '\n  ]\n}\n';
}
