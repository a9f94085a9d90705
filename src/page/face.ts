import { apply, getPrototypeOf, sourceText } from './captured.ts';
import { PROXY, typeName } from './stack.ts';
import { bare, ownProperty, quietly } from './unseen.ts';

type Method = () => unknown;

/**
 * The first of the object's own and inherited members of that name, or the first that passes. A Proxy would tell the page
 * of a question: it may have any member, and none that passes.
 */
export function findMember(
  object: object,
  name: string,
  passes?: (found: PropertyDescriptor) => unknown,
): PropertyDescriptor | boolean | undefined {
  for (let at: object | null = object; at; at = getPrototypeOf(at)) {
    if (typeName(at) === PROXY) return !passes;
    const own = ownProperty(at, name);
    if (own && (!passes || passes(own))) return own;
  }
}

/**
 * The browser's own method or getter of that name, from the object or what it inherits from. It is looked for only when
 * it is needed, since the browser makes many of its objects only once they are asked for: a page with many frames would
 * pay for all of them. What the page has put in its place is passed over: no other function has a native one's text.
 */
export function native(self: unknown, name: string): Method {
  let found: unknown;
  const isNative = ({ get, value }: PropertyDescriptor) => {
    found = get ?? value;
    return apply(sourceText, found, []) === `function ${get ? 'get ' : ''}${name}() { [native code] }`;
  };
  return (findMember(self as object, name, isNative) && found) as Method;
}

/** What the browser's own getter of that name says of the object. @throws TypeError where there is none */
export const readNative = (self: unknown, name: string): unknown => apply(native(self, name), self as never, []);

/** Reads the named getters off an object of the browser's that has them all, and is undefined for any other. */
export function face<T extends object>(...names: string[]): (self: unknown) => T | undefined {
  let known: Method[] | undefined;
  return self =>
    quietly(() => {
      const getters: Method[] = known ?? bare([]);
      const seen: Record<string, unknown> = bare({});
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        getters[i] ??= native(self, name);
        seen[name] = apply(getters[i] as Method, self as never, []);
      }
      known = getters;
      return seen as T;
    });
}
