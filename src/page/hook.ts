import type { Api } from '../core/model.ts';
import {
  apply,
  bare,
  callAll,
  defineProperty,
  interfaces,
  listen,
  NativeProxy,
  ownProperty,
  quietly,
  then,
  unlisten,
} from './captured.ts';
import { face, findMember, readNative } from './face.ts';
import { recordError, recordResult } from './outcome.ts';
import { dictionary, type Finishers, hand, isObject } from './recording.ts';
import { beginEvent } from './snapshot.ts';
import { callStack } from './stack.ts';
import { awaitReaders, tell } from './teller.ts';

const GET = 'credentials.get';

/** No argument is read as a dictionary. */
const NONE = 9;

const activation = face('isActive', 'hasBeenActive');
const visibility = face('visibilityState');

/** Whether reading `identity` off these options could find anything: passkeys and passwords are none of our business. */
const mayAskIdentity = (options: unknown): unknown => isObject(options) && findMember(options, 'identity', () => true);

/**
 * What is told of one call while it runs: that it was made (false where the call turns out not to be
 * FedCM's), and how it ended.
 */
type Observation = readonly [() => boolean, (outcome: unknown, record: (outcome: unknown) => object) => void];

let calls = 0;
let userActivation: unknown;

/** Puts what the native method is to be given in the arguments' place; their count stays, since `f()` and `f(undefined)` differ. */
function observe(api: Api, args: unknown[], read: number | undefined): Observation {
  const at = beginEvent();
  const stack = callStack();
  // The same object for as long as the document lives.
  userActivation ??= quietly(() => readNative(readNative(interfaces, 'navigator'), 'userActivation'));
  const before = { stack, userActivation: activation(userActivation), ...visibility(document) };
  const after: Finishers = bare([]);
  const recorded: Record<string, unknown> = bare({});
  for (let i = 0; i < args.length; i++) args[i] = hand(args[i], i === read && dictionary, recorded, i as never, after);
  const call = ++calls;
  let abortStack: string | undefined;
  const aborted = () => {
    abortStack = callStack();
  };
  const settle: Observation[1] = (outcome, record) => {
    quietly(() => {
      tell({ t: 'settle', call, at: beginEvent() }, { abortStack, ...record(outcome) });
      unlisten(after.signal, 'abort', aborted);
    });
  };
  const called = () => {
    callAll(after, 0);
    const { 0: request, 1: options } = recorded;
    if (api === GET && (request as { identity?: unknown }).identity === undefined) return false;
    tell({ t: 'call', call, api, at, url: location.href }, { request, options, ...before });
    quietly(() => after.signal && listen(after.signal, 'abort', aborted));
    return true;
  };
  return [called, settle];
}

/**
 * Puts a Proxy in each method's place, with the method's own descriptor: name, length, brand checks and `new` answer as
 * natively. The native method runs synchronously, on the page's own receiver. `reads` names the methods, and the place of
 * the argument that the browser reads as a dictionary.
 */
function watch(prefix: string, reads: Record<string, number>, owner = interfaces[prefix] as object | undefined): void {
  for (const name in reads) {
    const own = owner && ownProperty(owner, name);
    if (!own) continue;
    const api = `${prefix}.${name}` as Api;
    const read = reads[name];
    own.value = new NativeProxy(
      own.value,
      bare({
        apply(native: () => unknown, self: unknown, args: unknown[]) {
          const seen = api === GET && !mayAskIdentity(args[0]) ? undefined : quietly(() => observe(api, args, read));
          // `resolve()` and `close()` end the window they are called in: what has no dictionary to wait for is told first.
          const told = read && seen && quietly(seen[0]);
          const result = apply(native, self, args as []);
          if (!seen || !(told || quietly(seen[0]))) return result;
          const settle = seen[1];
          if (!result) return settle(result, recordResult);
          // Without a constructor of its own, the promise's `then` would look for one on the page's prototypes.
          defineProperty(result, 'constructor', bare({}));
          // A derived promise, so that an error which the page does not handle is reported as natively.
          return apply(then, result, [
            (value: unknown) => {
              settle(value, recordResult);
              return value;
            },
            (reason: unknown) => {
              settle(reason, recordError);
              throw reason;
            },
          ]);
        },
      }),
    );
    defineProperty(owner, name, own);
  }
}

const { CredentialsContainer } = interfaces;
if (CredentialsContainer) {
  watch('credentials', { get: 0, preventSilentAccess: NONE }, CredentialsContainer.prototype);
  watch('login', { setStatus: NONE }, interfaces['NavigatorLogin']?.prototype);
  watch('IdentityCredential', { disconnect: 0 });
  watch('IdentityProvider', { getUserInfo: 0, resolve: NONE, close: NONE, register: NONE, unregister: NONE });
  awaitReaders();
}
