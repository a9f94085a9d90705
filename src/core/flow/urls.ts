export function parseUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** The form in which absolute URLs are compared: without the fragment, which never reaches a server. */
export const fetchedUrl = remembering((text: string): string | undefined => {
  const url = parseUrl(text);
  if (url === undefined) return undefined;
  url.hash = '';
  return url.href;
});

/** Serialised origin; `undefined` for opaque ones and for what is no URL. */
export const originOf = remembering((url: string): string | undefined => {
  const origin = parseUrl(url)?.origin;
  return origin === 'null' ? undefined : origin;
});

/** The same few URLs come back in every flow, and reading one is the dearest part of correlation. */
export function remembering(read: (text: string) => string | undefined): (text: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return text => {
    if (known.has(text)) return known.get(text);
    if (known.size >= 500) known.clear();
    const value = read(text);
    if (text.length <= 2048) known.set(text, value);
    return value;
  };
}
