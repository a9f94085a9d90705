import { WRAPPER_LIBRARIES } from '../../src/core/expectation/wrapper-libraries.ts';
import type { Flow } from '../../src/core/model.ts';

/** URLs of the scripts on the call's stack, innermost first, each once. */
function scriptsOf({ context: { stack = [] } }: Flow): string[] {
  const urls = stack.flatMap(line => /([a-z-]+:\/\/[^\s()]+?)(:\d+){1,2}\)?$/.exec(line)?.[1] ?? []);
  return [...new Set(urls)];
}

/**
 * Who stands between the page's own code and the browser, by the call's stack: libraries known by name, extensions, and
 * scripts of other origins. Empty where the page calls by itself, or no stack was recorded.
 */
export function callersOf(flow: Flow): string[] {
  const names = scriptsOf(flow).flatMap(url => {
    const known = WRAPPER_LIBRARIES.find(({ script }) => script.test(url));
    if (known) return known.name;
    if (/^[a-z-]+-extension:/.test(url)) return `an extension (${hostOf(url)})`;
    return originOf(url) === flow.page.origin ? [] : `a script of ${originOf(url)}`;
  });
  return [...new Set(names)];
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
