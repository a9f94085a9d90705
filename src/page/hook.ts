import type { Api } from '../core/model.ts';
import {
  apply,
  bare,
  CredentialsContainer,
  defineProperty,
  getPrototypeOf,
  interfaces,
  listen,
  NativeProxy,
  NavigatorLogin,
  ownProperty,
  quietly,
  then,
  unlisten,
  wallClock,
} from './captured.ts';
import { face, readNative } from './face.ts';
import { recordError, recordResult } from './outcome.ts';
import { dictionary, type Finishers, hand, isObject } from './recording.ts';
import { makeRoom } from './snapshot.ts';
import { callStack, PROXY, typeName } from './stack.ts';
import { awaitReaders, tell } from './teller.ts';

const GET = 'credentials.get';

/** No argument is read as a dictionary. */
const NONE = 9;

const activation = face('isActive', 'hasBeenActive');
const visibility = face('visibilityState');

/** Whether reading `identity` off these options could find anything: passkeys and passwords are none of our business. */
function mayAskIdentity(options: unknown): boolean {
  for (let at: object | null | false = isObject(options) && options; at; at = getPrototypeOf(at)) {
    if (typeName(at) === PROXY) return true;
    if (ownProperty(at, 'identity')) return true;
  }
  return false;
}

/**
 * What is told of one call while it runs: that it was made (false where the call turns out not to be
 * FedCM's), that it was fulfilled, that it was rejected.
 */
type Observation = readonly [() => boolean, (value: unknown) => void, (reason: unknown) => void];

let calls = 0;
let userActivation: unknown;

/** Puts what the native method is to be given in the arguments' place; their count stays, since `f()` and `f(undefined)` differ. */
function observe(api: Api, args: unknown[], read: number | undefined): Observation {
  makeRoom();
  const stack = callStack();
  userActivation ??= quietly(() => readNative(readNative(interfaces, 'navigator'), 'userActivation'));
  const before = {
    stack,
    userActivation: activation(userActivation),
    ...visibility(document),
  };
  const after: Finishers = bare([]);
  const recorded: Record<string, unknown> = bare({});
  for (let i = 0; i < args.length; i++) args[i] = hand(args[i], i === read && dictionary, recorded, i as never, after);
  const call = ++calls;
  const at = wallClock();
  let abortStack: string | undefined;
  const aborted = () => {
    abortStack = callStack();
  };
  const settle = (record: (outcome: unknown) => object) => (outcome: unknown) => {
    makeRoom();
    quietly(() => {
      tell({ t: 'settle', call, at: wallClock() }, { abortStack, ...record(outcome) });
      unlisten(after.signal, 'abort', aborted);
    });
  };
  const called = () => {
    for (let i = 0; i < after.length; i++) (after[i] as () => void)();
    const { 0: request, 1: options } = recorded;
    if (api === GET && (request as { identity?: unknown }).identity === undefined) return false;
    tell({ t: 'call', call, api, at, url: location.href }, { request, options, ...before });
    quietly(() => after.signal && listen(after.signal, 'abort', aborted));
    return true;
  };
  return [called, settle(recordResult), settle(recordError)];
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
          const { 1: fulfilled, 2: rejected } = seen;
          if (!result) return fulfilled(result);
          // Without a constructor of its own, the promise's `then` would look for one on the page's prototypes.
          defineProperty(result, 'constructor', bare({}));
          // A derived promise, so that an error which the page does not handle is reported as natively.
          return apply(then, result, [
            (value: unknown) => {
              fulfilled(value);
              return value;
            },
            (reason: unknown) => {
              rejected(reason);
              throw reason;
            },
          ]);
        },
      }),
    );
    defineProperty(owner, name, own);
  }
}

if (CredentialsContainer) {
  watch('credentials', { get: 0, preventSilentAccess: NONE }, CredentialsContainer.prototype);
  watch('login', { setStatus: NONE }, NavigatorLogin?.prototype);
  watch('IdentityCredential', { disconnect: 0 });
  watch('IdentityProvider', { getUserInfo: 0, resolve: NONE, close: NONE, register: NONE, unregister: NONE });
  awaitReaders();
}
