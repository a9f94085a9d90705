import type { Exchange } from '../model.ts';
import { parseUrl } from './urls.ts';

/**
 * A command for a POSIX shell that repeats the request. It adds the `Sec-Fetch-Dest` that the browser sent and DevTools
 * hides, and no cookies, which cannot be seen here. Whatever the exchange holds, the shell reads each value as one word
 * and curl reads none as a file, a pattern or an option. For what is no http(s) URL: a comment.
 */
export function asCurl({ request }: Pick<Exchange, 'request'>): string {
  const url = parseUrl(request.url);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return '# This exchange has no http(s) URL.';
  const headers = request.headers.filter(({ name, value }) => isHeader(name, value));
  const fetchDest = { name: 'Sec-Fetch-Dest', value: 'webidentity' };
  const all = headers.some(({ name }) => name.toLowerCase() === 'sec-fetch-dest') ? headers : [...headers, fetchDest];
  const words = [
    `curl --globoff --url ${quoted(url.href)}`,
    ...(/^[A-Z]+$/.test(request.method) && request.method !== 'GET' ? [`--request ${request.method}`] : []),
    // curl takes a header without a value for the wish to remove it; a semicolon sends it empty.
    ...all.map(({ name, value }) => `--header ${quoted(value.trim() === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`]),
  ];
  return words.join(' \\\n  ');
}

/** One word for the shell. An argument cannot hold NUL. */
function quoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "'\\''")}'`;
}

/** Token characters (RFC 9110, section 5.6.2), and a value on one line. HTTP/2's `:path` and such are no headers. */
function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !/[\r\n\0]/.test(value);
}
