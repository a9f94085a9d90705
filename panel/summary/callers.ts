import type { Flow } from '../../src/core/model.ts';

/** Scripts that call FedCM on behalf of a page, by where they are served from or lie. */
const KNOWN: readonly { name: string; script: RegExp }[] = [
  { name: 'Google Identity Services', script: /^https:\/\/accounts\.google\.com\/gsi\// },
  { name: 'Google API Platform library', script: /^https:\/\/apis\.google\.com\/js\/(platform|api)/ },
  { name: 'Facebook SDK', script: /^https:\/\/connect\.facebook\.net\// },
  { name: 'Auth0', script: /^https:\/\/cdn\.auth0\.com\/|\/node_modules\/@auth0\// },
  { name: 'Better Auth', script: /\/node_modules\/(\.vite\/deps\/)?better-auth/ },
  {
    name: 'Firebase Authentication',
    script: /^https:\/\/www\.gstatic\.com\/firebasejs\/|\/node_modules\/@?firebase\//,
  },
];

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
    const known = KNOWN.find(({ script }) => script.test(url));
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
