/**
 * Runs in every frame of every page, before the page's own scripts. What a frame without a call pays for is this file:
 * the build has the observer evaluated at the first call, or when a bridge comes.
 */
import { Meeting } from '../protocol/limits.ts';
import { addEventListener, apply, defineProperty, interfaces, meeting, NativeProxy } from './captured.ts';
import { type Method, observer } from './observer.ts';

/** The watched methods as they were. Their places are what the events call them by. */
const natives: (Method | undefined)[] = [];

/** Stands in each method's place: name, length, brand checks and `new` answer as natively. One for all. */
const handler = {
  __proto__: null,
  apply: (method: Method, self: unknown, args: unknown[]) => observer(natives)[0](method, self, args),
};

function watch(owner: object | undefined, ...names: string[]): void {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const native = (owner as Record<string, Method> | undefined)?.[name];
    natives[natives.length] = native;
    // The property keeps all else that it has.
    if (native)
      defineProperty(owner as object, name, { __proto__: null, value: new NativeProxy(native, handler) } as object);
  }
}

watch(interfaces['CredentialsContainer']?.prototype, 'get', 'preventSilentAccess');
watch(interfaces['NavigatorLogin']?.prototype, 'setStatus');
watch(interfaces['IdentityCredential'], 'disconnect');
watch(interfaces['IdentityProvider'], 'getUserInfo', 'resolve', 'close', 'register', 'unregister');

// For as long as the document lives.
apply(addEventListener, meeting, [Meeting.Handshake, (event: Event) => observer(natives)[1](event), true] as never);
