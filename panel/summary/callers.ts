import { WRAPPER_LIBRARIES } from '../../src/core/expectation/wrapper-libraries.ts';
import type { Flow } from '../../src/core/model.ts';

/** Where a line of a stack points: its script, and the place in it. */
const PLACE = /(([a-z-]+:\/\/[^\s()]+?)(?::\d+){1,2})\)?$/;

/** URLs of the scripts on the call's stack, innermost first, each once. */
function scriptsOf({ context: { stack = [] } }: Flow): string[] {
  return [...new Set(stack.flatMap(line => PLACE.exec(line)?.[2] ?? []))];
}

/**
 * Who stands between the page's own code and the browser, by the call's stack: functions in the method's own place,
 * libraries known by name, extensions, and scripts of other origins. Empty where the page calls by itself, or no stack
 * was recorded.
 */
export function callersOf(flow: Flow): string[] {
  const wrappers = wrappersOf(flow);
  const wrapping = new Set(wrappers.map(({ script }) => script));
  const callers = scriptsOf(flow)
    .filter(script => !wrapping.has(script))
    .flatMap(script => whose(script, flow) ?? []);
  return [...new Set([...wrappers.map(({ words }) => words), ...callers])];
}

/** A script by its owner; nothing for the page's own. */
function whose(script: string, flow: Flow): string | undefined {
  const known = WRAPPER_LIBRARIES.find(library => library.script.test(script));
  if (known) return known.name;
  if (/^[a-z-]+-extension:/.test(script)) return `an extension (${hostOf(script)})`;
  return originOf(script) === flow.page.origin ? undefined : `a script of ${originOf(script)}`;
}

/** Receivers as V8 writes them where a function was called in the place of one of FedCM's methods. */
const HOLDERS =
  /^(?:CredentialsContainer|navigator\.credentials|IdentityCredential|IdentityProvider|NavigatorLogin|navigator\.login|Function)$/;

/**
 * Frames whose function was called as the method itself: `CredentialsContainer.wrapped [as get]`,
 * `navigator.credentials.get`; and the handler of a Proxy, `Object.apply`, right before the browser (measured on
 * Chromium 156). A wrapper that calls on later, out of a timer, is not on the stack.
 */
function wrappersOf(flow: Flow): { script: string; words: string }[] {
  const method = flow.api.slice(flow.api.lastIndexOf('.') + 1);
  const { stack = [] } = flow.context;
  return stack.flatMap((line, i) => {
    const callee = /^(?:async )?([\w$.]+)\.([\w$<>]+)(?: \[as (\w+)\])?(?: |$)/.exec(line);
    const [, holder = '', name = '', alias] = callee ?? [];
    const inPlace = HOLDERS.test(holder) && ((alias ?? name) === method || holder === 'CredentialsContainer');
    const proxy = i === 0 && holder === 'Object' && name === 'apply';
    if (!inPlace && !proxy) return [];
    const [, place = 'code without an address', script = ''] = PLACE.exec(line) ?? [];
    const who = (script && whose(script, flow)) || 'a script of this page';
    const what = proxy ? `what looks like a Proxy over ${flow.api}` : `in the place of ${flow.api}`;
    const as = proxy || name === method || name.startsWith('<') ? '' : `${name}() of `;
    return [{ script, words: proxy ? `${what}, of ${who} (${place})` : `${as}${who}, ${what} (${place})` }];
  });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
