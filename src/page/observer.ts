import { READS_DICTIONARY } from '../protocol/apis.ts';
import { STACK_FRAMES } from '../protocol/limits.ts';
import { addEventListener, apply, defineProperty, interfaces, placeOf, removeEventListener, then } from './captured.ts';
import { face, findMember, readNative } from './face.ts';
import { recordError, recordResult } from './outcome.ts';
import { dictionary, type Finishers, hand, isObject } from './recording.ts';
import { beginEvent } from './snapshot.ts';
import { trace } from './stack.ts';
import { meet, tell } from './teller.ts';
import { bare, callAll, quietly } from './unseen.ts';

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The watched methods as they were, `get` first. */
let methods: readonly unknown[];

const activation = face('isActive', 'hasBeenActive');
const visibility = face('visibilityState');

/** Whether reading `identity` off these options could find anything: passkeys and passwords are none of our business. */
const mayAskIdentity = (options: unknown): unknown => isObject(options) && findMember(options, 'identity');

let calls = 0;
/** The same object for as long as the document lives. */
const userActivation = quietly(() => readNative(readNative(interfaces, 'navigator'), 'userActivation'));

/** Makes the page's call, at once and on its own receiver, and tells of it. Gives what the page is to be given. */
function observe(method: Method, self: unknown, args: unknown[]): unknown {
  const api = apply(placeOf, methods as unknown[], [method]);
  const reads = (READS_DICTIONARY >> api) & 1;
  /** Tells that the call was made: false where it turns out not to be FedCM's. */
  let called: (() => boolean) | undefined;
  let settle!: (outcome: unknown, record: (outcome: unknown) => object) => void;

  quietly(() => {
    if (!api && !mayAskIdentity(args[0])) return;
    const at = beginEvent();
    const before = { stack: trace(STACK_FRAMES), userActivation: activation(userActivation), ...visibility(document) };
    const after: Finishers = bare([]);
    const recorded: Record<number, unknown> = bare({});
    // In the arguments' place; their count stays, since `f()` and `f(undefined)` differ.
    for (let i = 0; i < args.length; i++) {
      args[i] = hand(args[i], !i && reads && dictionary, recorded, i as never, after);
    }
    const call = ++calls;
    let abortStack: string | undefined;
    const aborted = () => {
      abortStack = trace(STACK_FRAMES);
    };
    called = () => {
      callAll(after, 0);
      if (!api && (recorded[0] as { identity?: unknown }).identity === undefined) return false;
      tell({ call, api, at, url: location.href }, { request: recorded[0], options: recorded[1], ...before });
      quietly(() => after.signal && apply(addEventListener, after.signal as never, ['abort', aborted]));
      return true;
    };
    settle = (outcome, record) => {
      quietly(() => {
        tell({ call, at: beginEvent() }, { abortStack, ...record(outcome) });
        apply(removeEventListener, after.signal as never, ['abort', aborted]);
      });
    };
  });

  const tellCalled = () => called && quietly(called);
  // `resolve()` and `close()` end the window they are called in: what has no dictionary to wait for is told first.
  const told = !reads && tellCalled();
  const result = apply(method, self, args as []);
  if (!(told || tellCalled())) return result;
  if (!result) return settle(result, recordResult);
  // Without a constructor of its own, the promise's `then` would look for one on the page's prototypes.
  defineProperty(result, 'constructor', bare({}));
  // A derived promise, so that an error which the page does not handle is reported as natively.
  return apply(then, result as Promise<unknown>, [
    (value: unknown) => {
      settle(value, recordResult);
      return value;
    },
    (reason: unknown) => {
      settle(reason, recordError);
      throw reason;
    },
  ]);
}

/** What the hook does once there is a call, and once there is a bridge. @param natives the watched methods */
export function observer(natives: readonly unknown[]) {
  methods = natives;
  return [observe, meet] as const;
}
