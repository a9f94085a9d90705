import type { Api } from '../core/model.ts';
import { STACK_FRAMES } from '../protocol/limits.ts';
import {
  apply,
  bare,
  CredentialsContainer,
  defineProperty,
  face,
  getPrototypeOf,
  IdentityCredential,
  IdentityProvider,
  NativeProxy,
  NavigatorLogin,
  ownProperty,
  quietly,
  then,
  wallClock,
} from './captured.ts';
import { recordError, recordResult } from './outcome.ts';
import { dictionary, type Finishers, hand } from './recording.ts';
import { makeRoom } from './snapshot.ts';
import { callStack, PROXY, typeName } from './stack.ts';
import { awaitReaders, tell } from './teller.ts';

const GET = 'credentials.get';

/** No argument is read as a dictionary. */
const NONE = 9;

const activation = face(UserActivation.prototype, 'isActive', 'hasBeenActive');
const visibility = face(Document.prototype, 'visibilityState');
const { userActivation } = navigator;

/** Whether reading `identity` off these options could find anything: passkeys and passwords are none of our business. */
function mayAskIdentity(options: unknown): boolean {
  for (let at = typeof options === 'object' ? options : null; at; at = getPrototypeOf(at)) {
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

/** Puts what the native method is to be given in the arguments' place; their count stays, since `f()` and `f(undefined)` differ. */
function observe(api: Api, args: unknown[], read: number | undefined): Observation {
  makeRoom();
  const stack = callStack(STACK_FRAMES);
  const before = { stack, userActivation: activation(userActivation), ...visibility(document) };
  const after: Finishers = bare([]);
  const recorded: Record<string, unknown> = bare({});
  for (let i = 0; i < args.length; i++) args[i] = hand(args[i], i === read && dictionary, recorded, `${i}`, after);
  const call = ++calls;
  const at = wallClock();
  const settle = (record: (outcome: unknown) => object) => (outcome: unknown) => {
    const settledAt = wallClock();
    makeRoom();
    quietly(() => tell({ t: 'settle', call, at: settledAt, ...record(outcome) }));
  };
  const called = () => {
    for (let i = 0; i < after.length; i++) (after[i] as () => void)();
    const { 0: request, 1: options } = recorded;
    if (api === GET && (request as { identity?: unknown }).identity === undefined) return false;
    tell({ t: 'call', call, api, at, url: location.href, request, options, ...before });
    return true;
  };
  return [called, settle(recordResult), settle(recordError)];
}

/**
 * Puts a Proxy in the method's place, with the method's own descriptor: name, length, brand checks and `new` answer as
 * natively. The native method runs synchronously, on the page's own receiver. `read` is the place of the argument that
 * the browser reads as a dictionary.
 */
function wrap(owner: object | undefined, name: string, api: Api, read: number | undefined): void {
  const own = owner && ownProperty(owner, name);
  if (!own) return;
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
        defineProperty(result, 'constructor', bare({ value: undefined }));
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

/** `reads`: the methods that are watched, and in which place each takes a dictionary. */
function watch(prefix: string, owner: object | undefined, reads: Record<string, number>): void {
  for (const name in reads) wrap(owner, name, `${prefix}.${name}` as Api, reads[name]);
}

if (CredentialsContainer) {
  watch('credentials', CredentialsContainer.prototype, { get: 0, preventSilentAccess: NONE });
  watch('login', NavigatorLogin?.prototype, { setStatus: NONE });
  watch('IdentityCredential', IdentityCredential, { disconnect: 0 });
  const provider = { getUserInfo: 0, resolve: NONE, close: NONE, register: NONE, unregister: NONE };
  watch('IdentityProvider', IdentityProvider, provider);
  awaitReaders();
}
