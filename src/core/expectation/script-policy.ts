import { parseURL } from '../diagnosis/site.ts';
import type { Header } from '../model.ts';

/**
 * Whether the Content-Security-Policy in a page's headers keeps a script of another host out. Where a nonce or a hash may
 * let it in, it is not said to.
 */
export function keepsOut(headers: readonly Header[], script: string): boolean {
  const url = parseURL(script);
  if (url === undefined) return false;
  const policies = headers.filter(({ name }) => name.toLowerCase() === 'content-security-policy');
  return policies
    .flatMap(({ value }) => value.split(','))
    .some(policy => sourcesIn(policy)?.every(isNot(url)) === true);
}

function sourcesIn(policy: string): string[] | undefined {
  const directives = new Map<string, string[]>();
  for (const directive of policy.split(';')) {
    const [name = '', ...sources] = directive.trim().split(/\s+/);
    // The first of a name counts.
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives.get('script-src-elem') ?? directives.get('script-src') ?? directives.get('default-src');
}

const isNot =
  ({ hostname }: URL) =>
  (source: string): boolean => {
    if (/^(?:\*|https?:|'strict-dynamic'|'(?:nonce|sha\d+)-.*)$/i.test(source)) return false;
    const host = source
      .replace(/^[a-z]+:\/\//i, '')
      .replace(/[:/].*$/, '')
      .toLowerCase();
    return host.startsWith('*.') ? !hostname.endsWith(host.slice(1)) : host !== hostname;
  };
