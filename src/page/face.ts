import { apply, bare, getPrototypeOf, indexOf, ownProperty, quietly, sourceText } from './captured.ts';
import { PROXY, typeName } from './stack.ts';

type Getter = () => unknown;

/**
 * The first of the object's own and inherited members of that name that passes, or the mark of a Proxy, which would tell
 * the page of a question.
 */
export function findMember(
  object: object,
  name: string,
  passes: (found: PropertyDescriptor) => unknown,
): PropertyDescriptor | typeof PROXY | undefined {
  for (let at: object | null = object; at; at = getPrototypeOf(at)) {
    if (typeName(at) === PROXY) return PROXY;
    const own = ownProperty(at, name);
    if (own && passes(own)) return own;
  }
}

/**
 * The browser's own getter of that name, from the object or what it inherits from. It is looked for only when it is
 * needed, since the browser makes many of its objects only once they are asked for: a page with many frames would pay for
 * all of them. What the page has put in a getter's place is passed over: no source text begins like that of a native one.
 */
const nativeGetter = (self: unknown, name: string): Getter | undefined => {
  const isNative = ({ get: getter }: PropertyDescriptor) =>
    getter && !indexOf(apply(sourceText, getter, []), `function get ${name}(`);
  return (findMember(self as object, name, isNative) as PropertyDescriptor | undefined)?.get;
};

/** What the browser's own getter of that name says of the object. @throws TypeError where there is none */
export const readNative = (self: unknown, name: string, getter = nativeGetter(self, name)): unknown =>
  apply(getter as Getter, self as never, []);

/** Reads the named getters off an object of the browser's that has them all, and is undefined for any other. */
export function face<T extends object>(...names: string[]): (self: unknown) => T | undefined {
  let known: Getter[] | undefined;
  return self =>
    quietly(() => {
      const getters: Getter[] = known ?? bare([]);
      const seen: Record<string, unknown> = bare({});
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        getters[i] ??= nativeGetter(self, name) as Getter;
        seen[name] = readNative(self, name, getters[i]);
      }
      known = getters;
      return seen as T;
    });
}
